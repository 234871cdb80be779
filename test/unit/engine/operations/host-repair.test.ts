import { expect, test } from 'vitest';
import type { HostShell, Ran } from '#engine/operations/host-shell.ts';
import { OperationError } from '#engine/operations/operation-error.ts';
import type { Doing, Undo } from '#engine/operations/verb.ts';
import { hostRepair } from '#engine/operations/verbs/host/repair.ts';
import { diagnose } from '#shared/domain/diagnosis/diagnose.ts';
import type { DiagnosisInput } from '#shared/domain/diagnosis/diagnosis.ts';
import type { RepairId } from '#shared/domain/diagnosis/offer.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import type { RequestOf } from '#shared/domain/operations/request.ts';
import { createFakeClock } from '#test/support/fake-clock.ts';
import { healthyBelieved, healthySight } from '#test/support/healthy-host.ts';
import { sickHosts } from '#test/support/sick-hosts.ts';
import { anIdentity, anInput, SEEN_AT } from '#test/support/sights.ts';

const UUID = healthyBelieved.host.uuid;
const healthy = anInput({ sight: healthySight, believed: healthyBelieved });
const dead = sickHosts.find(({ top }) => top === 'F12')?.input ?? healthy;
const wrongMask = sickHosts.find(({ top }) => top === 'F03')?.input ?? healthy;

interface Machine {
  readonly uuid?: string;
  readonly seen: DiagnosisInput;
  readonly after?: DiagnosisInput;
  readonly code?: (line: string) => number | 'lost';
}

function aMachine({ uuid = UUID, seen, after = seen, code = () => 0 }: Machine) {
  const lines: string[] = [];
  let hasLooked = false;
  const shell: HostShell = {
    input: () => (hasLooked ? after : seen),
    async run(line): Promise<Ran> {
      if (line.startsWith('cat ')) return { code: 0, said: `INSTALLATION_UUID='${uuid}'\n` };
      lines.push(line);
      const ended = await Promise.resolve(code(line));
      if (ended === 'lost') throw new TypeError('the connection was lost');
      return { code: ended, said: ended === 0 ? '' : 'no such thing' };
    },
    beside: () => shell,
    proveOff: async () => await Promise.resolve(true),
    toolstack: () => undefined,
    keepNetworkPlan: async () => await Promise.resolve(void lines.push('(the plan is kept)')),
    alsoAt: async (address) => await Promise.resolve(void lines.push(`(also at ${address})`)),
    anotherWay: async () => await Promise.resolve(),
    async lookAgain() {
      hasLooked = true;
      await Promise.resolve();
    },
  };
  return { shell, lines };
}

function request(of: { readonly input: DiagnosisInput; readonly repair: RepairId }): RequestOf<'host.repair'> {
  const { headline } = diagnose(of.input);
  const offer = headline?.offers.find(({ repair }) => repair === of.repair);
  return {
    kind: 'host.repair',
    server: 's',
    host: 'h' as HostRef,
    fault: headline?.fault ?? 'F01',
    repair: of.repair,
    parameters: offer?.parameters ?? {},
  };
}

async function carriedOut(what: RequestOf<'host.repair'>, machine: Machine) {
  const { shell, lines } = aMachine(machine);
  const steps: string[] = [];
  const undos: Undo[] = [];
  const clock = createFakeClock();
  const doing: Partial<Doing> = {
    clock,
    cancelling: AbortSignal.any([]),
    closing: AbortSignal.any([]),
    async step(name, work) {
      steps.push(name);
      return await work();
    },
    onUndo: (undo) => void undos.push(undo),
    tooLateToCancel: () => undefined,
  };
  const verb = hostRepair(what, () => shell);
  const over = { is: false };
  // The verb asks for nothing else of what runs it.
  const work = verb
    .run(doing as Doing)
    .then(
      () => 'done' as const,
      (error: unknown) => error,
    )
    .finally(() => {
      over.is = true;
    });
  // Whoever waits for a time waits in a microtask; each of them has its say before more time passes.
  for (let rounds = 0; !over.is && rounds < 2000; rounds += 1) {
    await Promise.resolve();
    if (rounds % 20 === 19) clock.advance(10_000);
  }
  const end = await work;
  const undone = await Promise.all(undos.map(async ({ undo, otherwise }) => await undo().catch(() => otherwise)));
  return { end, steps, lines, undone, promised: verb.steps.slice(1), left: verb.left(undefined as never, []) };
}

test('a repair is made on the right machine and proven by another look', async () => {
  const made = await carriedOut(request({ input: dead, repair: 'restart-toolstack' }), { seen: dead, after: healthy });
  expect(made).toMatchObject({ end: 'done', steps: ['prove-identity', 'run-lines', 'look-again'], lines: ['xe-toolstack-restart'] });
  expect(made.steps).toEqual(made.promised);
});

test('on another machine nothing is run', async () => {
  const made = await carriedOut(request({ input: dead, repair: 'restart-toolstack' }), { seen: dead, uuid: 'ffffffff-0000-4000-8000-000000000000' });
  expect(made.lines).toEqual([]);
  expect(made.end).toMatchObject({ reason: { kind: 'precheck', problems: [{ rule: 'another-machine' }] } });
  expect(made.left).toEqual([]);
});

test('what is not found any more is not repaired', async () => {
  const made = await carriedOut(request({ input: dead, repair: 'restart-toolstack' }), { seen: healthy });
  expect(made.end).toMatchObject({ reason: { problems: [{ rule: 'not-offered' }] } });
  expect(made.lines).toEqual([]);
});

test('with high availability armed the toolstack is not restarted, whoever asks', async () => {
  const ha = { is: 'seen', atMs: 1, value: { isArmed: true, flags: {}, hasDaemon: true, settings: {}, staticVdis: [] } } as const;
  const seen = { ...dead, sight: { ...dead.sight, ha } };
  const made = await carriedOut(request({ input: seen, repair: 'restart-toolstack' }), { seen });
  expect(made.end).toMatchObject({ reason: { problems: [{ rule: 'not-proven', condition: 'ha-not-armed' }] } });
  expect(made.lines).toEqual([]);
});

test('a command that fails is told with what it said, and nothing after it is run', async () => {
  const input = sickHosts.find(({ top }) => top === 'F15')?.input ?? healthy;
  const made = await carriedOut(request({ input, repair: 'clear-logs' }), { seen: input, code: () => 2 });
  expect(made.lines).toHaveLength(1);
  expect(made.end).toMatchObject({ reason: { kind: 'command', code: 2, said: 'no such thing' } });
  expect(made.left).toEqual([{ is: 'lines-run', lines: made.lines }]);
});

test('a finding that stays is said to stay', async () => {
  const made = await carriedOut(request({ input: dead, repair: 'restart-toolstack' }), { seen: dead });
  expect(made.end).toMatchObject({ reason: { kind: 'still-found' } });
});

test('a change of the network is armed to take itself back before it is made, and stays once it is proven', async () => {
  const made = await carriedOut(request({ input: wrongMask, repair: 'temporary-address' }), { seen: wrongMask, after: healthy });
  expect(made.end).toBe('done');
  expect(made.steps).toEqual(['prove-identity', 'arm-undo', 'run-lines', 'look-again', 'call-off-undo']);
  expect(made.lines[0]).toContain('--on-active=180');
  expect(made.lines.findIndex((line) => line.startsWith('ip addr replace'))).toBeGreaterThan(0);
});

test('a change that cuts the way is left to the host to take back', async () => {
  const isCut = (line: string): number | 'lost' => (line.startsWith('ip ') ? 'lost' : 0);
  const made = await carriedOut(request({ input: wrongMask, repair: 'temporary-address' }), { seen: wrongMask, code: isCut });
  expect(made.end).toBeInstanceOf(OperationError);
  expect(made.end).toMatchObject({ reason: { kind: 'still-found' } });
  expect(made.undone).toEqual([{ is: 'takes-itself-back', afterS: 180 }]);
});

test('a change that does not help is taken back at once where the way still works', async () => {
  const made = await carriedOut(request({ input: wrongMask, repair: 'temporary-address' }), { seen: wrongMask });
  expect(made.end).toMatchObject({ reason: { kind: 'still-found' } });
  expect(made.undone).toEqual([{ is: 'taken-back' }]);
});

const reset = request({ input: wrongMask, repair: 'reset-network' });
const quiet = { is: 'seen', atMs: SEEN_AT, value: { domains: [], by: 'list_domains' } } as const;
const emptyHost = { ...wrongMask, sight: { ...wrongMask.sight, domains: quiet } };
const identity = { is: 'seen', atMs: Number.MAX_SAFE_INTEGER, value: { ...anIdentity, uptimeS: 60 } } as const;
const intent = { is: 'seen', atMs: 1, value: { dns: [], interfaces: [], leases: [], isResetPending: false } } as const;
const restarted = { ...healthy, sight: { ...healthy.sight, identity, intent } };

test('before a network is reset its plan is kept, and that it has helped shows once the host has started again', async () => {
  const made = await carriedOut(reset, { seen: emptyHost, after: restarted, code: (line) => (line.startsWith('echo yes') ? 'lost' : 0) });
  expect(made.end).toBe('done');
  expect(made.steps).toEqual(['prove-identity', 'keep-plan', 'run-lines', 'look-again']);
  expect(made.steps).toEqual(made.promised);
  expect(made.lines.map((line) => line.slice(0, 24))).toEqual([
    'grep -qx 1 /sys/class/ne',
    'b=$(timeout 4 ovs-vsctl ',
    '(the plan is kept)',
    '(also at 10.20.0.13)',
    'echo yes | xe-reset-netw',
  ]);
});

test('onto a card without a link, or an address somebody else has, no network is reset', async () => {
  const made = await carriedOut(reset, { seen: emptyHost, code: (line) => (line.startsWith('grep') ? 1 : 0) });
  expect(made.end).toMatchObject({ reason: { problems: [{ rule: 'not-proven', condition: 'card-has-link' }] } });
  const taken = await carriedOut(reset, { seen: emptyHost, code: (line) => (line.startsWith('b=') ? 1 : 0) });
  expect(taken.end).toMatchObject({ reason: { problems: [{ rule: 'not-proven', condition: 'address-free' }] } });
  expect([...made.lines, ...taken.lines].filter((line) => line.startsWith('echo yes'))).toEqual([]);
});

test('what is chosen is judged as it is chosen: another card must have a link, and VMs stand in the way whatever is chosen', async () => {
  const unplugged = await carriedOut({ ...reset, parameters: { ...reset.parameters, device: 'eth7' } }, { seen: emptyHost });
  expect(unplugged.end).toMatchObject({ reason: { problems: [{ rule: 'not-proven', condition: 'card-has-link' }] } });
  const alive = await carriedOut(reset, { seen: wrongMask });
  expect(alive.end).toMatchObject({ reason: { problems: [{ rule: 'not-proven', condition: 'no-vms-alive' }] } });
  const chosen = await carriedOut(
    { ...reset, parameters: { ...reset.parameters, device: 'eth2', mode: 'dhcp' } },
    { seen: emptyHost, after: restarted },
  );
  expect(chosen.lines.at(-1)).toContain('--device=eth2 --mode=dhcp');
});
