import { expect, test } from 'vitest';
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
