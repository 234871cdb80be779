import { runCommand } from '#simulator/world/faults/commands.ts';
import { addPlainPool } from './plain-pool.ts';
import type { Scenario } from './scenario.ts';

interface DarkPlan {
  readonly name: string;
  readonly description: string;
  readonly storage?: 'nfs' | 'iscsi';
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
  { name: 'dead-master', description: 'The master lost power 12 minutes ago; both members wait for it', commands: [['power-off', MASTER]] },
];

const MINUTE_MS = 60_000;

/** One pool each, with one thing wrong in it that only the host's own shell can tell. */
export const darkScenarios: readonly Scenario[] = plans.map(({ name, description, storage = 'nfs', minutes = 12, commands }) => ({
  name: `dark-${name}`,
  description: `Three hosts. ${description}`,
  leadMs: minutes * MINUTE_MS,
  build(stage) {
    addPlainPool(stage, { name: `dark-${name}`, hostPrefix: 'dark', hostCount: 3, addressPrefix: '10.8.0', vmCount: 12, storage });
    for (const [command, ...values] of commands) runCommand(stage.world, command, values);
  },
}));
