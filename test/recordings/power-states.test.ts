import { expect, test } from 'vitest';
import { refreshAllAllowed } from '#simulator/world/operations/rules.ts';
import type { Ref, Row, Value } from '#simulator/world/value.ts';
import { contentsOf, equalHosts, RECORDED_AT, type Rows } from '#test/support/recorded-pool.ts';
import { type RecordedWorld, recordedWorld } from '#test/support/recorded-world.ts';
import { recordedLines, recordingsFolder, type Tally, tally } from '#test/support/recordings.ts';

interface Line {
  readonly name: string;
  readonly method: string;
  readonly params: readonly unknown[];
  readonly state: string;
  readonly json: { readonly result?: unknown };
}

/** Changes made to every VM in this order; the recording leaves some of the calls out, not their effect. */
const SETTINGS: readonly (readonly [method: string, ...parameters: readonly unknown[]])[] = [
  ['VM.set_memory_limits', 2 ** 30, 2 ** 30, 2 ** 30, 2 ** 30],
  ['VM.set_memory_dynamic_range', 2 ** 30, 2 ** 30],
  ['VM.set_memory_static_range', 2 ** 30, 2 ** 30],
  ['VM.set_VCPUs_max', 4],
  ['VM.set_VCPUs_at_startup', 1],
  ['VM.set_is_a_template', false],
  ['VM.set_ha_restart_priority', 'restart'],
  ['VM.set_HVM_shadow_multiplier', 2],
  ['VM.set_actions_after_crash', 'restart'],
  ['VM.set_domain_type', 'pv'],
  ['VM.set_HVM_boot_policy', 'x'],
  ['VM.set_has_vendor_device', true],
];

/** The recorded server had no hypervisor to change a running domain with. */
const NEEDED_A_DOMAIN = new Set(['Running VM.set_memory_dynamic_range', 'control domain VM.set_memory_dynamic_range']);

const BEFORE: Row = {
  HVM_boot_policy: 'BIOS order',
  HVM_shadow_multiplier: 1,
  actions_after_crash: 'destroy',
  ha_restart_priority: '',
  ha_always_run: false,
  has_vendor_device: false,
  hardware_platform_version: 0,
  VBDs: [],
  VIFs: [],
  consoles: [],
};

const PARAVIRTUAL: Row = { domain_type: 'pv', HVM_boot_policy: '' };

/** What each VM was before all that: which were paravirtual shows in their sizes only. */
function fieldsBefore(state: string, master: Ref): Row {
  if (state === 'Paused') return { ...PARAVIRTUAL, power_state: 'Paused', domid: 3, resident_on: master };
  if (state === 'template') return { is_a_template: true };
  return state === 'Halted' || state === 'control domain' ? PARAVIRTUAL : {};
}

function rowsBefore({ state, params, json }: Line, master: Ref): Rows {
  const record = json.result as Row;
  const vm = String(params[1]);
  const slots = ['0', '3'].slice(0, (record['VBDs'] as Value[]).length);
  return [
    { table: 'VM', ref: vm, row: { ...record, ...BEFORE, ...fieldsBefore(state, master) } },
    { table: 'VM_metrics', ref: String(record['metrics']), row: {} },
    ...slots.map((userdevice) => ({ table: 'VBD', ref: `${vm}-vbd${userdevice}`, row: { VM: vm, userdevice, type: 'CD', empty: true, mode: 'RO' } })),
    ...(record['VIFs'] as Value[]).map(() => ({ table: 'VIF', ref: `${vm}-vif`, row: { VM: vm, device: '0', network: 'OpaqueRef:network' } })),
  ];
}

/** Devices carry other references here. */
function comparable({ json, name }: Pick<Line, 'json' | 'name'>): unknown {
  if (name !== 'record after') return json;
  const { VBDs, VIFs, ...rest } = json.result as Row;
  return { ...rest, VBDs: (VBDs as Value[]).length, VIFs: (VIFs as Value[]).length, consoles: 'not compared' };
}

async function replay(served: RecordedWorld, lines: readonly Line[], score: Tally): Promise<void> {
  const times = new Map<string, number>();
  let applied = 0;
  const ask = async (method: string, parameters: readonly unknown[]) =>
    JSON.parse((await served.ask(method, [served.session.ref, ...parameters])).text);
  for (const line of lines) {
    const setting = SETTINGS.findIndex(([method]) => method === line.method);
    const isLast = line.name.endsWith('after');
    for (const [method, ...values] of SETTINGS.slice(applied, isLast ? SETTINGS.length : Math.max(applied, setting))) {
      if (!NEEDED_A_DOMAIN.has(`${line.state} ${method}`)) await ask(method, [line.params[1], ...values]);
    }
    applied = isLast ? SETTINGS.length : Math.max(applied, setting + 1);
    const time = (times.get(line.method) ?? 0) + 1;
    times.set(line.method, time);
    const json = await ask(line.method, line.params.slice(1));
    score.compare(`${line.state} ${line.method} ${time}`, comparable({ json, name: line.name }), comparable(line));
  }
}

test.skipIf(recordingsFolder === undefined)('in each power state every operation is answered as on the recorded server', async () => {
  const score = tally('7-live/power_states');
  const lines = recordedLines<Line>('7-live/power_states').filter(({ method }) => !/^V(BD|IF)\./.test(method));
  const hosts = lines.find(({ method }) => method === 'VM.get_possible_hosts')?.json.result as readonly Ref[];
  const master = String(hosts[1]);
  const records = lines.filter(({ name }) => name === 'record after');
  const rows = [...equalHosts(hosts), ...records.flatMap((record) => rowsBefore(record, master))];
  const served = await recordedWorld({ contents: await contentsOf(rows, master), master, startMs: RECORDED_AT });
  for (const pool of served.world.pools) refreshAllAllowed(pool);
  for (const { state } of records) {
    await replay(
      served,
      lines.filter((line) => line.state === state),
      score,
    );
  }
  expect(score.close()).toEqual([]);
});
