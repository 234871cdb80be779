import type { VmTruth } from '#shared/domain/liveness/vm-truth.ts';
import type { HaPlan } from '#shared/domain/rules/stranded.ts';
import { someOf } from './some-of.ts';

/** What the plans for many machines at once say. */
export const movingText = {
  close: 'Close',
  cancel: 'Cancel',
  vm: 'VM',
  from: 'Now on',
  to: 'To',
  nowhere: 'Nowhere',
  stays: 'Stays',
  targetOf: (name: string) => `Host for ${name}`,
  nothing: 'No VM runs there.',
  some: (some: number, all: number) => (some === all ? `All ${all} can go.` : `${some} of ${all} can go; the others stay, with their reason.`),
  tied: (names: readonly string[]) =>
    `${someOf(names)} ${names.length === 1 ? 'stays because its' : 'stay because their'} disks lie where no other host reaches them.`,
  untie: 'Move the disks to shared storage first, or have them travel along. What runs goes on running meanwhile.',
  empty: {
    command: 'Empty this host…',
    title: (host: string) => `Move every VM off ${host}`,
    verb: (count: number) => `Migrate ${count}`,
    none: 'Nothing can be moved.',
  },
  spread: {
    command: 'Spread over the hosts…',
    title: (count: number) => `Spread ${count} VMs over the hosts`,
    verb: (count: number) => `Migrate ${count}`,
    none: 'They are spread as well as can be.',
  },
} as const;

export const strandedText = {
  command: 'Recover its VMs…',
  vmCommand: 'Recover from the lost host…',
  manyHosts: 'They are on several hosts; take those of one at a time.',
  isLive: 'The host answers its pool.',
  title: (host: string) => `VMs of ${host}`,
  close: 'Close',
  cancel: 'Cancel',
  nothing: 'The pool has no VMs on this host.',
  vm: 'VM',
  poolSays: 'Pool says',
  proof: 'Proof',
  ha: 'High availability',
  disks: 'Disks',
  noDisks: 'none',
  /** With the names of the hosts, unless all that are left get at them. */
  disksOn: (storage: readonly string[], from: readonly string[] | 'all') => {
    const reach =
      from === 'all' ? 'every other host reaches them' : from.length === 0 ? 'no other host reaches them' : `reached from ${someOf(from)}`;
    return `on ${someOf(storage)}; ${reach}`;
  },
  to: 'Start on',
  leave: 'Leave as it is',
  resetOnly: 'Only reset its power state',
  targetOf: (name: string) => `What to do with ${name}`,
  proven: 'It is proven that nothing runs on this host any more. What is started elsewhere now runs once.',
  locked: {
    'vms-alive': 'VMs run on this host. Starting them elsewhere as well would destroy their disks, so it is not done.',
    'not-proven-off': 'It is not proven yet that nothing runs on this host. As long as it is not, no VM of it is started elsewhere.',
    'wrong-host': 'Another machine answers where the host should be, so nothing is known of it.',
  },
  searching: 'The host is being looked for.',
  look: 'Look at the host',
  attest: 'No way to the host is left, and its power cannot be asked. I have seen that it is off.',
  reason: 'How you know (kept with the task)',
  noReason: 'Say how you know it first.',
  typeName: (host: string) => `Type ${host} to go on`,
  notTyped: 'Type the name of the host first.',
  none: 'Choose what to do with at least one VM.',
  dryRun: 'What will be done, in this order',
  stepStart: (name: string, host: string) => `${name}: the pool takes it for shut down, then it starts on ${host}.`,
  stepReset: (name: string) => `${name}: the pool takes it for shut down, and it stays off.`,
  verb: (count: number) => (count === 1 ? 'Recover one VM' : `Recover ${count} VMs`),
} as const;

export const haPlanText: Readonly<Record<HaPlan, string>> = {
  'restarts-it': 'restarts it by itself',
  'may-restart-it': 'restarts it if there is room',
  'leaves-it': 'leaves it',
  'is-off': 'is off',
};

export const vmTruthText: Readonly<Record<VmTruth['is'], string>> = {
  'verified-running': 'runs there, by the host itself',
  'not-there': 'does not run there, by the host itself',
  'ran-there': 'ran there when the host was last heard',
  unknown: 'nobody knows',
};
