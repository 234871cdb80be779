import { expect, it } from 'vitest';
import { catalogue } from '#shared/domain/diagnosis/catalogue.ts';
import { diagnose } from '#shared/domain/diagnosis/diagnose.ts';
import { emptySight } from '#shared/domain/diagnosis/empty-sight.ts';
import { withMemberWords } from '#shared/domain/diagnosis/member-word.ts';
import { scenarioNamed } from '#simulator/scenarios/registry.ts';
import { buildScenario } from '#simulator/scenarios/scenario.ts';
import { askController, askEverything, askMembers, believedOf, knock } from '#test/support/ask-host.ts';

/** What is found first on the host in trouble, and what is found besides. */
const worlds = [
  ['three-hosts-nfs', undefined, []],
  ['two-hosts-iscsi', undefined, []],
  ['demo', 'F01', ['F14', 'F15', 'F18']],
  ['dark-member', 'F01', ['F14', 'F18']],
  ['dark-wrong-mask', 'F03', ['F14']],
  ['dark-lost-lease', 'F03', ['F14']],
  ['dark-duplicate-address', 'F04', ['F14']],
  ['dark-wrong-vlan', 'F02', ['F14']],
  ['dark-card-off', 'F01', ['F14']],
  ['dark-blocked-port', 'F11', ['F14']],
  ['dark-toolstack-dead', 'F12', []],
  ['dark-toolstack-hung', 'F13', []],
  ['dark-log-disk-full', 'F15', ['F12']],
  ['dark-root-disk-full', 'F15', ['F12']],
  ['dark-read-only-root', 'F42', ['F16']],
  ['dark-short-of-memory', 'F17', []],
  ['dark-clock-skew', 'F18', []],
  ['dark-old-master', 'F24', []],
  ['dark-own-slave', 'F28', []],
  ['dark-broken-role', 'F27', []],
  ['dark-distrusted-master', 'F19', []],
  ['dark-nfs-gone', 'F34', []],
  ['dark-iscsi-session-lost', 'F35', ['F38']],
  ['dark-path-lost', 'F38', []],
  ['dark-crashed-host', 'F43', []],
  ['dark-failing-hardware', 'F42', ['F16']],
  ['dark-lease-not-renewed', 'F05', ['F14']],
  ['dark-no-management', 'F06', ['F14']],
  ['dark-card-gone', 'F07', []],
  ['dark-half-bond', 'F08', []],
  ['dark-swapped-cards', 'F09', []],
  ['dark-small-frames', 'F10', []],
  ['dark-updated-early', 'F20', []],
  ['dark-still-booting', 'F21', ['F22']],
  ['dark-disabled', 'F22', []],
  ['dark-stuck-task', 'F23', []],
  ['dark-disowned', 'F29', []],
  ['dark-heartbeat-ended', 'F30', []],
  ['dark-not-armed', 'F31', []],
  ['dark-statefile-lost', 'F40', []],
  ['dark-guests-gone', 'F27', ['F32']],
  ['dark-no-power', 'F44', ['F32']],
  ['dark-power-gone-for-good', 'F44', ['F33']],
  ['dark-controller-silent', 'F44', []],
  ['split-brain', 'F26', []],
  ['dark-array-refuses', 'F36', []],
  ['dark-unplugged-storage', 'F37', []],
  ['dark-volume-missing', 'F39', []],
  ['dark-full-storage', 'F41', []],
  ['dark-dead-master', 'F25', ['F14']],
  ['dark-ssh-off-old-master', 'F45', []],
] as const;

it('every fault of the catalogue is found in one of these worlds', () => {
  const found = new Set<string>(worlds.flatMap(([, first = 'none', others]) => [first, ...others]));
  expect(catalogue.map(({ id }) => id).filter((id) => !found.has(id))).toEqual([]);
});

it.each(worlds)('on %s first %s is found, and besides %j', async (scenario, first, others) => {
  const world = await buildScenario(scenarioNamed(scenario));
  const host = world.hosts.find(({ name }) => name === 'split-2') ?? world.hosts.find(({ name }) => name.endsWith('3')) ?? world.hosts[1];
  if (host === undefined) throw new RangeError('the scenario has too few hosts');
  const isOpen = host.power === 'on' && host.dom0.ssh.isRunning;
  const sight = isOpen ? askEverything(world, host).sight : emptySight;
  const bmc = host.power === 'on' ? ({ is: 'not-asked' } as const) : askController(world, host);
  const words = askMembers(world, host);
  // As whoever looks for them as well would have it from their controllers.
  const off = new Set(
    world.hosts.filter((other) => other !== host && other.power === 'off' && askController(world, other).is === 'off').map(({ uuid }) => uuid),
  );
  const nowMs = world.clock.now();
  const { headline, secondary, rest } = diagnose({
    sight,
    believed: withMemberWords(believedOf(world, host), { words, off, nowMs }),
    attempts: isOpen ? [] : knock(world, host),
    bmc,
    nowMs,
  });
  expect([headline?.fault, [...secondary, ...rest].map(({ fault }) => fault).toSorted()]).toEqual([first, others]);
});
