import { expect, test } from 'vitest';
import { changedSettings, drafted, firstPlan, haDraft, noDraft } from '#shared/domain/ha/ha-draft.ts';
import { haFactsOf } from '#shared/domain/ha/ha-facts.ts';
import { heartbeatChoices } from '#shared/domain/ha/heartbeat.ts';
import { applyDelta, type Delta, type Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, RefOf, VmRef } from '#shared/domain/inventory/watched.ts';
import type { HaRequest } from '#shared/domain/operations/request.ts';
import { xeLines } from '#shared/domain/operations/xe.ts';
import type { Problem } from '#shared/domain/rules/problem.ts';
import { problemsOf } from '#shared/domain/rules/rules.ts';
import { problemText } from '#shared/text/problem-text.ts';
import { anInventory, aRecord } from '#test/support/inventories.ts';

const GIB = 1024 ** 3;
const san = 'san' as RefOf<'sr'>;
const local = 'local' as RefOf<'sr'>;
const h1 = 'h1' as HostRef;
const h2 = 'h2' as HostRef;
const [web, tied] = ['web' as VmRef, 'tied' as VmRef];

/** Two hosts of 8 GiB on a shared SAN; `web` can restart anywhere, `tied` has a disk of h1. */
function pool(change: Delta = {}): Inventory {
  const base = anInventory({
    pool: 'p',
    hosts: { h1: {}, h2: {} },
    vms: { web: { on: 'h1', memoryStaticMax: 4 * GIB }, tied: { on: 'h1', memoryStaticMax: GIB } },
  });
  const parts: Delta = {
    hostMetrics: { set: { 'h1-metrics': { memoryTotal: 8 * GIB }, 'h2-metrics': { memoryTotal: 8 * GIB } } },
    sr: {
      set: {
        san: aRecord('sr', { uuid: 'san-uuid', name: 'san', type: 'lvmoiscsi', isShared: true, physicalSize: 100 * GIB }),
        local: aRecord('sr', { name: 'disk', type: 'lvm', physicalSize: 100 * GIB }),
      },
    },
    pbd: {
      set: {
        a: aRecord('pbd', { host: h1, sr: san, isAttached: true }),
        b: aRecord('pbd', { host: h2, sr: san, isAttached: true }),
        c: aRecord('pbd', { host: h1, sr: local, isAttached: true }),
      },
    },
    sm: {
      set: {
        x: aRecord('sm', { type: 'lvmoiscsi', features: { VDI_GENERATE_CONFIG: '1' } }),
        y: aRecord('sm', { type: 'nfs', features: { VDI_GENERATE_CONFIG: '1' } }),
        z: aRecord('sm', { type: 'hba', features: {} }),
      },
    },
    vdi: { set: { d: aRecord('vdi', { sr: local }) } },
    vbd: { set: { e: aRecord('vbd', { vm: tied, vdi: 'd' as RefOf<'vdi'>, type: 'Disk' }) } },
  };
  return applyDelta(applyDelta(base, parts), change);
}

const found = (inventory: Inventory, request: HaRequest): readonly Problem[] =>
  problemsOf(request, { inventory, link: 'live', access: { is: 'full' } });
const enable: HaRequest = { kind: 'ha.enable', server: 's', heartbeat: san, failures: 1, settings: [] };
const protect = (vm: VmRef) => [{ vm, priority: 'restart', order: 0, startDelaySeconds: 0 } as const];
const on: Delta = { pool: { set: { pool: { isHaEnabled: true } } } };

test('a pool with shared block storage that every host reaches can have HA', () => {
  expect(found(pool(), { ...enable, settings: protect(web) })).toEqual([]);
  expect(xeLines({ ...enable, settings: protect(web) }, pool())).toEqual([
    'xe vm-param-set uuid=web-uuid ha-restart-priority=restart order=0 start-delay=0',
    'xe pool-param-set uuid=pool-uuid ha-host-failures-to-tolerate=1',
    'xe pool-ha-enable heartbeat-sr-uuids=san-uuid',
  ]);
});

test.each<[name: string, change: Delta, request: HaRequest, problems: readonly Problem[], words: string]>([
  ['it is on', on, enable, [{ rule: 'ha-on' }], 'High availability is on already.'],
  ['it is off', {}, { kind: 'ha.disable', server: 's' }, [{ rule: 'ha-off' }], 'High availability is off.'],
  [
    'a host is away',
    { hostMetrics: { set: { 'h2-metrics': { isLive: false } } } },
    enable,
    [{ rule: 'every-host-needed', host: 'h2' }],
    'h2 does not answer, and every host has to take part.',
  ],
  [
    'there is no licence',
    { host: { set: { h1: { licenseParameters: { enable_xha: 'false' } } } } },
    enable,
    [{ rule: 'ha-not-licensed', host: 'h1' }],
    'The licence of h1 does not include high availability.',
  ],
  [
    'the pool is being upgraded',
    { pool: { set: { pool: { otherConfig: { rolling_upgrade_in_progress: 'true' } } } } },
    enable,
    [{ rule: 'pool-upgrading' }],
    'The pool is being upgraded, host after host; until that is over, HA stays off.',
  ],
  [
    'a card that must be plugged is not',
    { pif: { set: { p: aRecord('pif', { host: h1, device: 'eth3', isUnplugForbidden: true }) } } },
    enable,
    [{ rule: 'card-unplugged', host: 'h1', device: 'eth3' }],
    'The network card eth3 of h1 must not be unplugged, but is.',
  ],
  [
    'the storage is of one host',
    {},
    { ...enable, heartbeat: local },
    [{ rule: 'no-heartbeat-on', name: 'disk', why: { is: 'not-shared', host: 'h1' } }],
    'disk cannot carry the heartbeat: Only on h1, not shared.',
  ],
  [
    'a tied VM is to be protected',
    {},
    { ...enable, settings: protect(tied) },
    [{ rule: 'not-agile', vm: 'tied', why: 'storage' }],
    'tied cannot be protected: it has a disk that not every host reaches.',
  ],
  [
    'something else is under way',
    { pool: { set: { pool: { currentOperations: { t: 'designate_new_master' } } } } },
    enable,
    [{ rule: 'busy', operation: 'designate_new_master' }],
    'Something else is being done with it: designate new master.',
  ],
  [
    'nothing would change',
    {},
    { kind: 'ha.configure', server: 's', settings: [{ vm: web, priority: 'none', order: 0, startDelaySeconds: 0 }] },
    [{ rule: 'unchanged' }],
    'It is so already.',
  ],
  [
    'the plan would no longer hold',
    on,
    { kind: 'ha.configure', server: 's', failures: 2, settings: protect(web) },
    [{ rule: 'plan-would-break', failures: 2, most: 1 }],
    'After that there would be no plan for 2 host failures, only for 1; the server would refuse it.',
  ],
  [
    'a VM has gone',
    {},
    { kind: 'ha.configure', server: 's', settings: protect('gone' as VmRef) },
    [{ rule: 'not-there' }],
    'It is not there any more.',
  ],
])('HA is refused when %s', (_name, change, request, problems, words) => {
  expect(found(pool(change), request)).toEqual(problems);
  expect(problems.map(problemText)).toEqual([words]);
});

test('an overcommitted pool is not held back', () => {
  const inventory = pool({ pool: { set: { pool: { isHaEnabled: true, isHaOvercommitted: true } } } });
  expect(found(inventory, { kind: 'ha.configure', server: 's', failures: 2, settings: [] })).toEqual([]);
});

test('storage is told apart by whether it can carry the heartbeat, and how well', () => {
  const nfs = aRecord('sr', { name: 'nfs', type: 'nfs', isShared: true, physicalSize: 100 * GIB });
  const change: Delta = {
    sr: {
      set: {
        nfs,
        iso: aRecord('sr', { name: 'iso', type: 'iso', contentType: 'iso', isShared: true }),
        far: { ...nfs, name: 'far' },
        lun: { ...nfs, name: 'lun', type: 'hba' },
        full: { ...nfs, name: 'full', physicalUtilisation: 99 * GIB },
      },
    },
    pbd: {
      set: Object.fromEntries(
        ['nfs', 'lun', 'full'].flatMap((sr) =>
          [h1, h2].map((host) => [`${sr}-${host}`, aRecord('pbd', { host, sr: sr as RefOf<'sr'>, isAttached: true })]),
        ),
      ),
    },
  };
  expect(heartbeatChoices(pool(change)).map(({ name, obstacles, doubts }) => [name, ...[...obstacles, ...doubts].map(({ is }) => is)])).toEqual([
    ['san'],
    ['nfs', 'not-block-storage'],
    ['far', 'not-everywhere', 'not-block-storage'],
    ['full', 'too-full', 'not-block-storage'],
    ['lun', 'driver'],
    ['disk', 'not-shared'],
    ['iso', 'iso-library'],
  ]);
});

test('disks of an earlier heartbeat are used again, so that little room is needed', () => {
  const left: Delta = {
    sr: { set: { san: { physicalUtilisation: 100 * GIB } } },
    vdi: { set: { s: aRecord('vdi', { sr: san, type: 'ha_statefile' }), r: aRecord('vdi', { sr: san, type: 'redo_log' }) } },
  };
  expect(heartbeatChoices(pool(left))[0]).toMatchObject({ name: 'san', obstacles: [] });
});

test('a draft changes what is planned and nothing else, and only what differs is asked for', () => {
  const facts = haFactsOf(pool());
  const [vm] = facts.vms;
  if (vm === undefined) throw new Error('the pool has VMs');
  const draft = haDraft(haDraft(noDraft, { do: 'set', vms: [vm], priority: 'restart', order: 2 }), { do: 'tolerate', failures: -1 });
  expect(draft.failures).toBe(0);
  expect(changedSettings(facts, draft)).toEqual([{ vm: web, priority: 'restart', order: 2, startDelaySeconds: 0 }]);
  expect(drafted(facts, draft).vms.map(({ name, priority }) => [name, priority])).toEqual([
    ['web', 'restart'],
    ['tied', 'none'],
  ]);
  expect(changedSettings(facts, haDraft(draft, { do: 'set', vms: [vm], priority: 'none', order: 0 }))).toEqual([]);
  expect(haDraft(draft, { do: 'forget' })).toEqual(noDraft);
});

test('where nothing was ever set, what can restart anywhere is protected and the rest tried', () => {
  expect([...firstPlan(haFactsOf(pool())).values()].map(({ vm, priority }) => [vm, priority])).toEqual([
    [web, 'restart'],
    [tied, 'best-effort'],
  ]);
  expect(firstPlan(haFactsOf(pool({ vm: { set: { web: { haRestartPriority: 'best-effort' } } } }))).size).toBe(0);
});
