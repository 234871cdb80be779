import { runCommand } from '#simulator/world/faults/commands.ts';
import { addBond, addNetwork } from '#simulator/world/build/add-network.ts';
import type { Draft } from '#simulator/world/build/draft.ts';
import { text } from '#simulator/world/fields.ts';
import { addHaPool } from './ha-three-hosts.ts';
import { addPlainPool, type PlainPoolParts } from './plain-pool.ts';
import type { Scenario } from './scenario.ts';

interface DarkPlan {
  readonly name: string;
  readonly description: string;
  /** What the pool stands on; with `ha` an array, and HA armed. */
  readonly storage?: 'nfs' | 'iscsi' | 'ha';
  /** The two spare ports of every host are bonded. */
  readonly isBonded?: boolean;
  /** How many minutes ago it happened. */
  readonly minutes?: number;
  /** As they would be given to a running simulator. */
  readonly commands: readonly (readonly [string, ...string[]])[];
}

/** Every plan's pool has three hosts, called as here, and its third is the one in trouble. */
const MASTER = 'dark-1';
const HOST = 'dark-3';

const plans: readonly DarkPlan[] = [
  {
    name: 'wrong-mask',
    description: 'A member was given a wrong mask and router 12 minutes ago',
    commands: [['set-address', HOST, '10.8.0.13', '255.255.255.252', '10.8.0.254']],
  },
  { name: 'duplicate-address', description: "Another machine has taken a member's management address", commands: [['duplicate-address', HOST]] },
  { name: 'lost-lease', description: "A member's management interface has lost its address", commands: [['lose-address', HOST]] },
  {
    name: 'wrong-vlan',
    description: "The switch has put a member's management port into another network",
    commands: [['wrong-vlan', HOST, 'eth0', 'on']],
  },
  {
    name: 'card-off',
    description: "A member's management card is switched off in its control domain",
    commands: [['switch-card', HOST, 'eth0', 'off']],
  },
  { name: 'blocked-port', description: "A member's firewall drops the toolstack's port", commands: [['block-port', HOST, '443', 'on']] },
  { name: 'toolstack-dead', description: "A member's toolstack has ended; its VMs run on", commands: [['stop-toolstack', HOST]] },
  { name: 'toolstack-hung', description: "A member's toolstack accepts calls and answers none", commands: [['hang-toolstack', HOST, 'on']] },
  {
    name: 'log-disk-full',
    description: "A member's log disk is full and its toolstack cannot start",
    commands: [
      ['fill-disk', HOST, 'log'],
      ['stop-toolstack', HOST],
    ],
  },
  {
    name: 'root-disk-full',
    description: "A member's root disk is full and its toolstack cannot start",
    commands: [
      ['fill-disk', HOST, 'root'],
      ['stop-toolstack', HOST],
    ],
  },
  { name: 'read-only-root', description: "A member's boot disk has errors and takes no writes", commands: [['read-only-root', HOST, 'on']] },
  { name: 'short-of-memory', description: "A member's control domain has run out of memory", commands: [['squeeze-memory', HOST, '90']] },
  {
    name: 'clock-skew',
    description: "A member's clock is seven minutes fast and its time service does not run",
    commands: [
      ['skew-clock', HOST, '420'],
      ['lose-time', HOST, 'stopped'],
    ],
  },
  {
    name: 'old-master',
    description: 'A member still follows an address where no master is any more',
    commands: [['follow-master', HOST, '10.8.0.99']],
  },
  { name: 'own-slave', description: 'A member takes itself for its master', commands: [['follow-master', HOST, '10.8.0.13']] },
  { name: 'broken-role', description: 'A member failed in the middle of a change of the master', commands: [['break-role', HOST]] },
  { name: 'distrusted-master', description: "A member does not know its master's certificate", commands: [['distrust-master', HOST]] },
  { name: 'nfs-gone', description: "A member's NFS server does not answer it; its disks wait", commands: [['lose-server', HOST, '10.8.1.60', 'on']] },
  {
    name: 'iscsi-session-lost',
    description: 'A member has lost its sessions over one portal',
    storage: 'iscsi',
    commands: [['lose-portal', HOST, '10.8.1.50', 'on']],
  },
  {
    name: 'path-lost',
    description: 'A member has one path of four left to its disk',
    storage: 'iscsi',
    commands: [['lose-path', HOST, '36001405c7d8e9f0a1b2c3d4e5f60718', '1']],
  },
  {
    name: 'ssh-off',
    description: "A member's cable is pulled and its SSH does not run",
    commands: [
      ['pull-cable', HOST, 'management'],
      ['ssh', HOST, 'off'],
    ],
  },
  {
    name: 'ssh-off-old-master',
    description: 'A member whose SSH does not run follows an address where no master is any more',
    commands: [
      ['follow-master', HOST, '10.8.0.99'],
      ['ssh', HOST, 'off'],
    ],
  },
  {
    name: 'no-forwarding',
    description: "A member's cable is pulled and the others' SSH lets nobody through",
    commands: [
      ['pull-cable', HOST, 'management'],
      ['ssh-forwarding', MASTER, 'off'],
      ['ssh-forwarding', 'dark-2', 'off'],
    ],
  },
  {
    name: 'changed-host-key',
    description: 'A dark member shows other SSH keys than it had',
    commands: [
      ['pull-cable', HOST, 'management'],
      ['change-host-keys', HOST],
    ],
  },
  {
    name: 'other-password',
    description: "A dark member's root has another password than the pool's",
    commands: [
      ['pull-cable', HOST, 'management'],
      ['set-root-password', HOST, 'something-else'],
    ],
  },
  { name: 'crashed-host', description: 'A member crashed five minutes ago and is up again without its VMs', minutes: 5, commands: [['crash', HOST]] },
  {
    name: 'failing-hardware',
    description: "A member's memory and boot mirror are failing",
    commands: [
      ['count-errors', HOST, '4112'],
      ['degrade-raid', HOST, 'on'],
    ],
  },
  {
    name: 'lease-not-renewed',
    description: "A member's address came from a DHCP server, and its lease is over",
    commands: [
      ['lease-address', HOST],
      ['lose-address', HOST],
    ],
  },
  { name: 'no-management', description: "A member's management interface has been switched off", commands: [['lose-management', HOST]] },
  { name: 'card-gone', description: "A member's management card is not on the bus any more", commands: [['remove-card', HOST, 'eth0']] },
  { name: 'half-bond', description: 'One of two links of a bond is down', isBonded: true, commands: [['fail-bond', HOST, 'eth3']] },
  { name: 'swapped-cards', description: "A member's cards have changed their names", commands: [['swap-cards', HOST, 'eth0', 'eth2']] },
  {
    name: 'small-frames',
    description: "The master's switch port takes no frames as large as its member sends",
    commands: [['set-mtu', MASTER, 'eth0', '1400']],
  },
  { name: 'updated-early', description: 'A member was updated before its master', commands: [['update-early', HOST, '8.4.0']] },
  {
    name: 'still-booting',
    description: 'A member was switched on two minutes ago',
    minutes: 2.1,
    commands: [
      ['power-off', HOST],
      ['power-on', HOST],
    ],
  },
  { name: 'disabled', description: 'A member was disabled for good', commands: [['set-enabled', HOST, 'off']] },
  { name: 'stuck-task', description: 'A task has not moved for 45 minutes', minutes: 45, commands: [['stick-task', 'dark-stuck-task']] },
  { name: 'disowned', description: 'The master has no record of a member any more', commands: [['disown', HOST]] },
  { name: 'heartbeat-ended', description: "A member's HA daemon has ended", storage: 'ha', commands: [['end-heartbeat', HOST]] },
  {
    name: 'not-armed',
    description: 'The pool has HA and a member has not',
    storage: 'ha',
    commands: [
      ['set-armed', HOST, 'off'],
      ['restart-toolstack', HOST],
    ],
  },
  { name: 'statefile-lost', description: 'A member does not get at the statefile', storage: 'ha', commands: [['lose-statefile', HOST, 'on']] },
  {
    name: 'guests-gone',
    description: 'A member came up again without its VMs and its toolstack does not start; the records say that they run',
    commands: [
      ['break-role', HOST],
      ['power-off', HOST],
      ['power-on', HOST],
    ],
  },
  { name: 'no-power', description: 'A member has lost its power 12 minutes ago', commands: [['power-off', HOST]] },
  {
    name: 'power-gone-for-good',
    description: 'A member lost its power; nothing is recorded there any more',
    commands: [
      ['power-off', HOST],
      ['forget-guests', HOST],
    ],
  },
  {
    name: 'controller-silent',
    description: 'A member and its management controller have lost their power',
    commands: [
      ['power-off', HOST],
      ['lose-controller', HOST, 'on'],
    ],
  },
  { name: 'array-refuses', description: 'The array does not let a member in', storage: 'iscsi', commands: [['refuse-login', HOST, 'on']] },
  { name: 'unplugged-storage', description: "A member's local repository is not plugged in", commands: [['unplug-storage', HOST, 'Local storage']] },
  {
    name: 'volume-missing',
    description: "A member misses the volume under a repository's group",
    storage: 'iscsi',
    commands: [['lose-volume', HOST, 'san-store', 'on']],
  },
  { name: 'full-storage', description: 'The shared repository has no room left', commands: [['fill-storage', 'dark-full-storage', 'nfs-store']] },
  { name: 'dead-master', description: 'The master lost power 12 minutes ago; both members wait for it', commands: [['power-off', MASTER]] },
];

const MINUTE_MS = 60_000;

/** One pool each, with one thing wrong in it that only the host's own shell can tell. */
export const darkScenarios: readonly Scenario[] = plans.map(({ name, description, storage = 'nfs', isBonded = false, minutes = 12, commands }) => ({
  name: `dark-${name}`,
  description: `Three hosts. ${description}`,
  leadMs: minutes * MINUTE_MS,
  build(stage) {
    const named = { name: `dark-${name}`, hostPrefix: 'dark', addressPrefix: '10.8.0' };
    if (storage === 'ha') addHaPool(stage, named);
    else addPlainPool(stage, { ...named, hasControllers: true, hostCount: 3, vmCount: 12, storage, ...(isBonded && { more: bondSpares }) });
    for (const [command, ...values] of commands) runCommand(stage.world, command, values);
  },
}));

function bondSpares(draft: Draft, { hosts }: PlainPoolParts): void {
  const network = addNetwork(draft, { name: 'Bond 1+3', bridge: 'xapi1' });
  for (const host of hosts) {
    const spares = draft.refs('PIF').filter((pif) => {
      const row = draft.row('PIF', pif);
      return text(row, 'host') === host && ['eth1', 'eth3'].includes(text(row, 'device'));
    });
    for (const pif of spares) draft.change('PIF_metrics', text(draft.row('PIF', pif), 'metrics'), { carrier: true, speed: 1000 });
    addBond(draft, { host, device: 'bond1', network, members: spares, mode: 'balance-slb' });
  }
}
