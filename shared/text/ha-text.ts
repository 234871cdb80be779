import type { Obstacle } from '#shared/domain/ha/agility.ts';
import type { HeartbeatChoice, HeartbeatDoubt, HeartbeatObstacle } from '#shared/domain/ha/heartbeat.ts';
import type { Fate } from '#shared/domain/ha/what-if.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HaPriority } from '#shared/domain/operations/request.ts';
import { unreachable } from '#shared/kernel/unreachable.ts';
import { someOf } from './some-of.ts';
import { sizeOfText, sizeText } from './size-text.ts';

const some = (count: number, one: string, many: string): string => (count === 1 ? `1 ${one}` : `${count} ${many}`);
const vms = (count: number): string => some(count, 'VM', 'VMs');
const hosts = (count: number): string => some(count, 'host', 'hosts');

export const haText = {
  tab: 'HA',
  on: 'High availability is on.',
  off: 'High availability is off. This is a plan; nothing changes until you turn it on.',
  overcommittedNow: (covered: number, wanted: number) =>
    `The pool is overcommitted: ${some(wanted, 'host failure', 'host failures')} should be survived, and there is a plan for ${covered === 0 ? 'none' : covered}.`,
  whatToDo: 'Tolerate fewer failures, protect fewer VMs, or bring hosts back.',
  unsaved: 'You have changed the plan. Nothing has changed in the pool yet.',
  turnOn: 'Turn on HA…',
  turnOff: 'Turn off HA…',
  save: 'Save plan',
  discard: 'Discard changes',
  heartbeat: 'Heartbeat storage',
  heartbeatNeeds: (bytes: number) => `needs ${sizeText(bytes)}, seen by every host`,
  suitable: (count: number) => `Suitable, connected to ${hosts(count)}`,
  noStorage: 'This pool has no storage.',
  status: 'Heartbeat',
  host: 'Host',
  network: 'Over the network',
  statefile: 'On the storage',
  peers: (seen: number, all: number) => (seen >= all ? `Sees all ${hosts(all)}` : `Sees ${seen} of ${hosts(all)}`),
  silent: 'Does not answer',
  statefileSeen: (name: string) => `Reaches ${name}`,
  statefileLost: 'Reaches no heartbeat storage',
  failures: 'Host failures to tolerate',
  fewer: 'One less',
  more: 'One more',
  planExists: (failures: number) => (failures === 1 ? 'A plan exists for any one host' : `A plan exists for any ${failures} hosts`),
  planForNone: 'No failure is planned for: nothing is promised to restart.',
  overcommitted: (failures: number, most: number) => `No plan for ${failures}: the server promises ${most === 0 ? 'none' : `no more than ${most}`}.`,
  serverSays: (most: number) => `The server’s answer: at most ${most}.`,
  oursSays: (most: number) => `There is room for any ${most} hosts to fail, every set tried; the server only estimates here and does not promise it.`,
  memoryAfter: (lost: number) =>
    lost === 0
      ? 'Memory for protected VMs with every host up'
      : `Memory for protected VMs if the ${lost === 1 ? 'roomiest host fails' : `${lost} roomiest hosts fail`}`,
  memoryIs: (needed: number, room: number) => (room === 0 ? `${sizeText(needed)}, no host left` : sizeOfText(needed, room)),
  moveDisks: 'Move its disks…',
  moveDisksOf: (vm: string) => `Move its disks…: ${vm}`,
  notAgileStops: (count: number) =>
    `The server promises nothing while ${vms(count)} that cannot restart elsewhere ${count === 1 ? 'is' : 'are'} protected.`,
  ifAgile: (most: number) => `Without protecting them it would be ${most}.`,
  noRoomNow: (count: number) => `${vms(count)} to be protected would not fit even with every host up.`,
  grow: (failures: number, bytes: number) => `${failures} would need ${sizeText(bytes)} more memory on every host`,
  orUnprotect: (count: number) => `or ${count === 1 ? 'the biggest VM' : `the ${count} biggest VMs`} unprotected`,
  withAnother: (like: string, bytes: number, most: number) =>
    `With one more host like ${like}, of ${sizeText(bytes)}, the server would promise ${most}.`,
  storageLoss: {
    title: 'If storage is lost',
    none: 'No VM has a disk on shared storage.',
    storage: 'Storage',
    heartbeat: 'Heartbeat',
    isHeartbeat: 'Yes',
    isNone: 'No',
    vms: 'VMs that would be without their disks',
    running: (names: readonly string[], protectedOnes: number) =>
      names.length === 0 ? 'None is running' : `${someOf(names)}${protectedOnes === 0 ? '' : `; ${protectedOnes} protected`}`,
    resting: (count: number) => `${vms(count)} more could not be started`,
    ifHeartbeat:
      'A host that alone loses the heartbeat storage restarts itself, and its VMs start elsewhere. If all hosts lose it they go on while each sees all the others over the network; one more failure then, and they restart themselves.',
    ifDisks: 'High availability does not restart VMs whose disks are gone: they wait or fail until the storage is back.',
  },
  atMost: 'No more is possible: a host has to be left to run the VMs.',
  calculating: 'Calculating…',
  cancel: 'Cancel',
  calculateAgain: 'Calculate again',
  cancelled: 'The calculation was cancelled.',
  vmPlan: 'What HA does for each VM',
  startOrder: 'Start order',
  startOrderOpen: 'Start order…',
  startOrderHow:
    'VMs of a group start together; the next group follows once they run. Drag a VM onto another to start with it, or onto a heading to start before its group. Alt with an arrow key moves the VM that has the focus.',
  noneProtected: 'No VM is protected yet.',
  startsLast: 'Drop here to start after all the others',
  startsIn: (group: number, seconds: number) => {
    if (group === 0) return 'Starts first';
    return seconds === 0 ? `Then, group ${group + 1}` : `Then, after ${seconds} s, group ${group + 1}`;
  },
  orderIs: (order: number) => (order < 0 ? 'last' : `order ${order}`),
  earlier: (vm: string) => `Start ${vm} earlier`,
  later: (vm: string) => `Start ${vm} later`,
  staysWhere: (vm: string) => `${vm} stays where it is.`,
  nowOrder: (vm: string, order: number) => `${vm} has order ${order} now.`,
  editAll: (count: number) => `Edit all ${count}…`,
  priority: 'Priority',
  order: 'Order',
  delay: 'Delay (s)',
  vm: 'VM',
  agile: 'Can restart elsewhere',
  agileYes: 'Yes',
  cannotProtect: 'Cannot protect',
  noVms: 'This pool has no VMs.',
  andMore: (names: readonly string[], rest: number) => (rest > 0 ? `${names.join(', ')}, ${rest} more` : names.join(', ')),
  whatIf: 'What if hosts fail',
  pick: 'pick one or more',
  fails: (bytes: number) => `fails, ${sizeText(bytes)} lost`,
  takes: (bytes: number, left: number) => `+ ${sizeText(bytes)}, ${sizeText(left)} left`,
  outcome: (restart: number, all: number) =>
    restart === all
      ? `${restart} of ${vms(all)} restart`
      : `${restart} of ${all} restart, ${all - restart} ${all - restart === 1 ? 'stays' : 'stay'} off`,
  nothingRuns: 'Runs no VM',
  notReady: 'Not part of the plan now',
  number: 'No.',
  memory: 'Memory',
  restartsOn: 'Restarts on',
  why: 'Why',
  stays: 'Stays',
  restartsHere: 'Restarts here',
  cannotRestart: 'Cannot restart',
  staysOff: 'Stays off',
  barIs: (bytes: number) => `A bar is ${sizeText(bytes)}`,
  masterFails: (name: string) => `The master is ${name}. If it fails, the pool elects a new one by itself and the window follows.`,
  pickHost: 'Pick the hosts that fail.',
  settings: 'Restart settings',
  selected: (count: number) => `${count} selected`,
  selectAll: 'Select all VMs',
  select: (name: string) => `Select ${name}`,
  apply: 'Apply to selected',
  close: 'Close',
  keep: 'No change',
  enableTitle: 'Turn on high availability',
  disableText:
    'VMs keep running, and none of them is restarted any more when a host fails. If the master does not reach the heartbeat storage, the server needs every host for this and tries again every 30 seconds until all of them answer, so it can take long.',
  steps: ['Heartbeat storage', 'VMs and failures', 'Finish'] as const,
  stepOf: (step: number, of: number, name: string) => `Step ${step} of ${of}: ${name}`,
  next: 'Next',
  back: 'Back',
  finish: 'Turn on HA',
  summaryStorage: (name: string) => `The heartbeat goes over ${name}.`,
  summaryCounts: (restart: number, tried: number, off: number) =>
    `${vms(restart)} restart, ${tried} are tried, ${off} are left off when their host fails.`,
  summaryFailures: (failures: number) =>
    `${failures === 0 ? 'No host failure is' : some(failures, 'host failure is', 'host failures are')} planned for.`,
  twoHosts: 'With fewer than three hosts the pool cannot tell which side is right when they lose sight of each other. Three are recommended.',
  moreRows: (count: number) => `Show more (${count})`,
  wholeNumber: 'A whole number of seconds or places.',
  pickVms: 'Select VMs first.',
  someTied: (count: number) => `${vms(count)} of them cannot restart elsewhere, so ${count === 1 ? 'it' : 'they'} cannot be protected.`,
  pickStorage: 'Choose the storage for the heartbeat.',
  nothingProtected: 'No VM is protected: nothing would be restarted.',
  noHeartbeat: 'No storage can carry the heartbeat.',
} as const;

export const haPriorityText: Readonly<Record<HaPriority, string>> = { restart: 'Restart', 'best-effort': 'Best effort', none: 'Do nothing' };

export function haGroupText(priority: HaPriority, order: number): string {
  return priority === 'restart' ? `Restart, order ${order}` : haPriorityText[priority];
}

export function heartbeatObstacleText(obstacle: HeartbeatObstacle): string {
  switch (obstacle.is) {
    case 'iso-library':
      return 'An ISO library cannot hold it';
    case 'not-shared':
      return obstacle.host === undefined ? 'Not shared between hosts' : `Only on ${obstacle.host}, not shared`;
    case 'not-everywhere':
      return `Not connected to ${obstacle.hosts.join(', ')}`;
    case 'other-cluster':
      return `Needs the cluster stack ${obstacle.stack}`;
    case 'driver':
      return 'Its driver cannot attach a disk while a host starts';
    case 'too-full':
      return `Needs ${sizeText(obstacle.needsBytes)}, has ${sizeText(Math.max(0, obstacle.freeBytes))} free`;
    default:
      return unreachable(obstacle);
  }
}

export function heartbeatDoubtText(doubt: HeartbeatDoubt): string {
  return doubt.is === 'not-block-storage'
    ? 'Discouraged: not block storage, so one file server decides over every host'
    : `Works, ${doubt.host} has ${doubt.paths.up} of ${doubt.paths.all} paths`;
}

export function heartbeatText({ obstacles: [obstacle], doubts: [doubt], hosts: count }: HeartbeatChoice): string {
  if (obstacle !== undefined) return heartbeatObstacleText(obstacle);
  return doubt === undefined ? haText.suitable(count) : heartbeatDoubtText(doubt);
}

/** Why a VM is tied, with the names that a person can do something about. */
export function obstacleText(obstacle: Obstacle, inventory: Inventory): string {
  switch (obstacle.is) {
    case 'virtual-graphics':
      return 'Has a virtual graphics card';
    case 'usb-device':
      return 'Has a USB device of a host';
    case 'storage': {
      const name = inventory.sr.get(obstacle.sr)?.name ?? 'storage';
      if (obstacle.isOnlyDisc) return `Has a disc from ${name} in its drive; eject it`;
      return obstacle.isLocal
        ? `Has a disk on ${name}, which is not shared`
        : `Has a disk on ${name}, not connected to ${hostNames(obstacle.hosts, inventory)}`;
    }
    case 'network':
      return `Network ${inventory.network.get(obstacle.network)?.name ?? ''} is not on ${hostNames(obstacle.hosts, inventory)}`;
    case 'sriov-network':
      return `Network ${inventory.network.get(obstacle.network)?.name ?? ''} gives out parts of a card (SR-IOV)`;
    default:
      return unreachable(obstacle);
  }
}

function hostNames(refs: Extract<Obstacle, { is: 'network' }>['hosts'], inventory: Inventory): string {
  return refs.map((ref) => inventory.host.get(ref)?.name ?? '').join(', ');
}

export function fateText(fate: Fate, inventory: Inventory): string {
  switch (fate.is) {
    case 'restarts':
      return fate.wave === 1
        ? 'Protected, among the first'
        : `Protected, starts after ${fate.wave - 1 === 1 ? 'the first group' : `${fate.wave - 1} groups`}${delayText(fate.afterSeconds)}`;
    case 'may-restart':
      return 'Best effort, after all protected VMs, if the room is still there';
    case 'not-agile':
      return fate.obstacles.map((obstacle) => obstacleText(obstacle, inventory)).join('; ');
    case 'planned-in-vain':
      return `The server plans it for ${inventory.host.get(fate.host)?.name ?? ''}, which would refuse to start it: a device of another host, more processors than it has, or no hardware virtualisation`;
    case 'no-room':
      return `Not enough memory: no host has more than ${sizeText(fate.mostFreeBytes)} left`;
    case 'left-off':
      return 'Set to do nothing';
    default:
      return unreachable(fate);
  }
}

function delayText(seconds: number): string {
  return seconds === 0 ? '' : ` and ${seconds} s`;
}
