import { expect, test } from 'vitest';
import type { HostShell } from '#engine/operations/host-shell.ts';
import { Cancelled, OperationError } from '#engine/operations/operation-error.ts';
import type { Doing } from '#engine/operations/verb.ts';
import { recoverVm } from '#engine/operations/verbs/vm/recover.ts';
import type { PoolHandle } from '#engine/pools/pool-handle.ts';
import type { Session } from '#engine/xapi/session.ts';
import { diagnose } from '#shared/domain/diagnosis/diagnose.ts';
import type { DiagnosisInput } from '#shared/domain/diagnosis/diagnosis.ts';
import { emptySight } from '#shared/domain/diagnosis/empty-sight.ts';
import { applyDelta, type Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, VmRef } from '#shared/domain/inventory/watched.ts';
import type { RequestOf } from '#shared/domain/operations/request.ts';
import { createFakeClock } from '#test/support/fake-clock.ts';
import { healthyBelieved, healthySight } from '#test/support/healthy-host.ts';
import { anInventory } from '#test/support/inventories.ts';
import { operating } from '#test/support/operating.ts';
import { anInput, believedMember } from '#test/support/sights.ts';

const alive = anInput({ sight: healthySight, believed: healthyBelieved });
const silent: DiagnosisInput = { ...alive, sight: emptySight, believed: believedMember };
const off: DiagnosisInput = { ...silent, bmc: { is: 'off', atMs: silent.nowMs } };
const outOfReach: DiagnosisInput = {
  ...silent,
  bmc: { is: 'unreachable' },
  attempts: [{ route: { kind: 'management', address: '10.20.0.13' }, stage: 'connect', state: 'failed', failure: 'timed-out' }],
};

interface World {
  readonly input: DiagnosisInput | undefined;
  readonly attested?: RequestOf<'vm.recover'>['attested'];
  readonly cancelling?: AbortSignal;
  readonly startFails?: boolean;
  /** What is known once its power has been asked about anew; absent: the same. */
  readonly askedAnew?: DiagnosisInput;
}

/** A pool in which one machine is said to run on a lost host, and what is asked of its server. */
async function recovering({ input, attested, cancelling = AbortSignal.any([]), startFails = false, askedAnew = input }: World) {
  const asked: string[] = [];
  let inventory: Inventory = anInventory({ pool: 'p', hosts: { h1: {}, dark: { isDark: true } }, vms: { web: { on: 'dark' } } });
  const become = (web: object): void => {
    inventory = applyDelta(inventory, { vm: { set: { web } } });
  };
  const session: Pick<Session, 'call' | 'startTask'> = {
    async call(name) {
      asked.push(name);
      if (name === 'VM.power_state_reset') become({ power: 'Halted', residentOn: null });
      return await Promise.resolve('');
    },
    async startTask(name) {
      asked.push(name);
      if (startFails) throw new RangeError('the server refused');
      become({ power: 'Running', residentOn: 'h1' });
      inventory = applyDelta(inventory, { task: { set: { t: { status: 'success' } } } });
      return await Promise.resolve('t' as never);
    },
  };
  const pool: Partial<PoolHandle> = {
    state: () => ({ is: 'live' }),
    inventory: () => inventory,
    ask: async (_how, question) => await question(session as Session),
    until: async (isSo) => await Promise.resolve(isSo() ? 'so' : 'late'),
  };
  const doing: Partial<Doing> = {
    pool: pool as PoolHandle,
    clock: createFakeClock(),
    cancelling,
    closing: AbortSignal.any([]),
    step: async (_name, work) => await work(),
    began: async () => await Promise.resolve(),
    progress: () => undefined,
    note: () => undefined,
    tooLateToCancel: () => undefined,
  };
  let known = input;
  const shell: HostShell | undefined =
    input === undefined
      ? undefined
      : {
          input: () => known ?? input,
          run: () => undefined,
          beside: () => ({ run: () => undefined }),
          async proveOff() {
            known = askedAnew;
            return await Promise.resolve(false);
          },
          anotherWay: async () => await Promise.resolve(),
          lookAgain: async () => await Promise.resolve(),
          toolstack: () => undefined,
          keepNetworkPlan: async () => await Promise.resolve(),
          alsoAt: async () => await Promise.resolve(),
        };
  const request: RequestOf<'vm.recover'> = {
    kind: 'vm.recover',
    server: 's',
    vm: 'web' as VmRef,
    host: 'h1' as HostRef,
    ...(attested !== undefined && { attested }),
  };
  const error: unknown = await recoverVm(request, () => shell)
    .run(doing as Doing)
    .catch((thrown: unknown) => thrown);
  return { asked: asked.filter((name) => name.startsWith('VM.')), error, power: inventory.vm.get('web' as VmRef)?.power };
}

const notProven = { kind: 'precheck', problems: [{ rule: 'not-proven', condition: 'no-vms-alive' }] };

test('a machine of a host whose power is off is given up there first, and then started where it was wanted', async () => {
  expect(diagnose(off).lock).toEqual({ is: 'open' });
  expect(await recovering({ input: off })).toEqual({ asked: ['VM.power_state_reset', 'VM.start_on'], error: undefined, power: 'Running' });
});

test.each([
  ['nobody looks at the host', undefined],
  ['its machines run', alive],
])('while %s, nothing is asked of the server at all, whatever a person promises', async (_why, input) => {
  const attested = { conditions: ['no-vms-alive'], reason: 'I am sure' } as const;
  const { asked, error, power } = await recovering({ input, attested });
  expect(asked).toEqual([]);
  expect(error instanceof OperationError && error.reason).toEqual(notProven);
  expect(power).toBe('Running');
});

test('where every way has failed and its power cannot be asked, a person may answer for it, and only then', async () => {
  const unasked = await recovering({ input: outOfReach });
  expect(unasked.error instanceof OperationError && unasked.error.reason).toEqual(notProven);
  const promised = await recovering({ input: outOfReach, attested: { conditions: ['no-vms-alive'], reason: 'seen in the rack' } });
  expect(promised.asked).toEqual(['VM.power_state_reset', 'VM.start_on']);
});

test('a host that was switched on again since it was looked at keeps its machines', async () => {
  const on: DiagnosisInput = { ...off, bmc: { is: 'on', atMs: off.nowMs } };
  const { asked, error, power } = await recovering({ input: off, askedAnew: on });
  expect([asked, error instanceof OperationError && error.reason, power]).toEqual([[], notProven, 'Running']);
});

test('who cancels before it is given up finds everything as it was', async () => {
  const { asked, error, power } = await recovering({ input: off, cancelling: AbortSignal.abort() });
  expect(asked).toEqual([]);
  expect(error).toBeInstanceOf(Cancelled);
  expect(power).toBe('Running');
});

test('a start that fails leaves it shut down, to be started again', async () => {
  const { error, power } = await recovering({ input: off, startFails: true });
  expect(error).toBeInstanceOf(RangeError);
  expect(power).toBe('Halted');
});

test('a machine whose host answers is not recovered', async () => {
  await using at = await operating();
  const id = await at.begin({ kind: 'vm.recover', server: at.server, vm: at.vm('web') });
  expect((await at.end(id)).state).toMatchObject({
    is: 'failed',
    failure: { kind: 'precheck', problems: [{ rule: 'host-is-live' }] },
    left: [{ is: 'nothing-changed' }],
  });
});
