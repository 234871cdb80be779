import { expect, test } from 'vitest';
import { type GuestModel, overheadMib } from '#shared/domain/capacity/vm-memory.ts';
import { type DomainModel, domainMemory, freeUnits, usedUnits } from '#simulator/world/memory.ts';
import { recordedText, recordingsFolder, tally } from '#test/support/recordings.ts';

interface Configuration {
  readonly model: DomainModel;
  readonly static_max_mib: number;
  readonly target_mib: number;
  readonly vcpus: number;
  readonly shadow_multiplier: number;
}

const lines = (name: string) =>
  recordedText(`${name}.jsonl.gz`)
    .split('\n')
    .filter((line) => line !== '');

test.skipIf(recordingsFolder === undefined)('a domain takes as much memory as the recorded server says', () => {
  const score = tally('2-memory/memory_full_config');
  for (const line of lines('2-memory/memory_full_config')) {
    const recorded: Configuration = JSON.parse(line);
    const { model, static_max_mib, target_mib, vcpus, shadow_multiplier } = recorded;
    const shape = { model, staticMaxMib: static_max_mib, vcpus, shadowMultiplier: shadow_multiplier, countsVcpuPages: true };
    const memory = domainMemory(shape, target_mib);
    const ours = {
      model,
      static_max_mib,
      target_mib,
      vcpus,
      shadow_multiplier,
      build_max_mib: memory.buildMaxMib,
      build_start_mib: memory.buildStartMib,
      xen_max_mib: memory.xenMaxMib,
      shadow_mib: memory.shadowMib,
      required_host_free_mib: memory.requiredHostFreeMib,
      overhead_mib: memory.overheadMib,
      build_claim_pages: memory.buildClaimPages,
    };
    score.compare(`${model} ${static_max_mib} ${target_mib} ${vcpus} ${shadow_multiplier}`, ours, recorded);
  }
  expect(score.close()).toEqual([]);
});

const productModel: Readonly<Record<DomainModel, GuestModel>> = { hvm_or_pvh: 'hvm-or-pvh', pv_in_pvh: 'pv-in-pvh', pv: 'pv' };

test.skipIf(recordingsFolder === undefined)('the product counts what a VM takes beside its own memory as the recorded server does', () => {
  const score = tally('2-memory/memory_full_config');
  for (const line of lines('2-memory/memory_full_config')) {
    const { model, static_max_mib, target_mib, vcpus, shadow_multiplier, overhead_mib }: Configuration & { readonly overhead_mib: number } =
      JSON.parse(line);
    const shape = { model: productModel[model], staticMaxMib: static_max_mib, vcpus, shadowMultiplier: shadow_multiplier, countsVcpuPages: true };
    score.compare(`${model} ${static_max_mib} ${target_mib} ${vcpus} ${shadow_multiplier}`, overheadMib(shape), overhead_mib);
  }
  expect(score.close()).toEqual([]);
});

test.skipIf(recordingsFolder === undefined)('bytes are rounded as the recorded server rounds them, overflow included', () => {
  const score = tally('2-memory/memory_rounding');
  for (const line of lines('2-memory/memory_rounding')) {
    // Numbers here exceed what a double holds, so the texts are compared.
    const bytes = BigInt(/"bytes":(-?\d+)/.exec(line)?.[1] ?? '0');
    const ours = [
      `"bytes":${bytes}`,
      `"mib_used":${usedUnits(bytes, 1n << 20n)}`,
      `"mib_free":${freeUnits(bytes, 1n << 20n)}`,
      `"kib_used":${usedUnits(bytes, 1n << 10n)}`,
      `"pages_used":${usedUnits(bytes, 1n << 12n)}`,
    ];
    score.compare(String(bytes), `{${ours.join(',')}}`, line);
  }
  expect(score.close()).toEqual([]);
});
