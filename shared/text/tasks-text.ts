import type { Operation, Step, StepName } from '#shared/contract/calls/operation-calls.ts';
import type { OperationRequest } from '#shared/domain/operations/request.ts';
import { callOf, type ServerTask, type TaskPhase } from '#shared/domain/tasks/task-entry.ts';
import { isSteady, timeLeftMs } from '#shared/domain/tasks/time-left.ts';
import { unreachable } from '#shared/kernel/unreachable.ts';
import { durationText } from './format.ts';
import { requestText } from './operation-text.ts';
import { operationTitle } from './operation-title.ts';
import { paceText } from './pace-text.ts';
import { serverCallText } from './server-call-text.ts';

/** Everything the tasks drawer says that is not about one task. */
export const tasksText = {
  title: 'Tasks',
  list: 'Tasks of all pools',
  nothing: 'Nothing running',
  running: (count: number) => `${count} running`,
  failed: (count: number) => `${count} failed`,
  doneToday: (count: number) => `${count} done today`,
  open: 'Open tasks',
  fold: 'Fold tasks',
  whose: 'Whose tasks',
  everyone: "All pools, everyone's tasks",
  us: 'Only from here',
  show: 'State',
  all: 'All states',
  onlyRunning: 'Running',
  onlyFailed: 'Failed',
  search: 'Filter tasks',
  clearDone: 'Clear done',
  empty: 'Nothing has been done yet. What you start, and what others do in your pools, appears here.',
  noMatch: 'No task matches the filter.',
  choose: 'Select a task to see what happened.',
  lookCloser: 'Look closer',
  cancel: 'Cancel',
  undo: 'Undo',
  forget: 'Clear',
  steps: 'What happened',
  undone: 'Undone',
  nothingUndone: 'Nothing had to be undone.',
  left: 'Left as it is now',
  nothingLeft: 'Nothing is left over.',
  remarks: 'What to know',
  next: 'What you can do',
  nothingNext: 'Nothing has to be done from here.',
  byHand: 'The same by hand, as xe commands',
  copyXe: 'Copy as xe commands',
  copyReport: 'Copy report',
  copied: 'Copied',
  facts: 'About this task',
  host: 'Host',
  pool: 'Pool',
  started: 'Started',
  ended: 'Ended',
  origin: 'Started by',
  ourselves: 'Poolkeeper, on this computer',
  otherClient: 'another client',
  thisWindow: 'this window',
  pace: 'Pace',
  received: 'Received',
  state: 'State',
  serverName: 'On the server',
} as const;

/** What a program of somebody else is doing, in our words where we have some. */
export function serverTaskTitle(task: Pick<ServerTask, 'name'>, subject: string | undefined): string {
  const words = serverCallText[callOf(task.name)];
  const title = words ?? (task.name.trim() || 'A task without a name');
  return words === undefined || subject === undefined ? title : `${title} ${subject}`;
}

/** For the head of a task that did not end well. */
export function failedTitle({ request, subject }: Pick<Operation, 'request' | 'subject'>): string {
  return `${operationTitle({ request, subject })}: this did not happen`;
}

/** The line under the title: how it stands, and since when. */
export function operationLine(operation: Operation, nowMs: number, bytesPerSecond?: number): string {
  const { state, steps, startedAtMs, endedAtMs = nowMs } = operation;
  switch (state.is) {
    case 'waiting':
      return 'Waiting for its turn';
    case 'running': {
      if (state.note !== undefined) return noteWords[state.note];
      const line = [runningLine(nowMs - startedAtMs), ...paceLine(operation, { nowMs, bytesPerSecond })].join('. ');
      return state.at === undefined ? line : `${state.at.name}, ${state.at.position} of ${state.at.of}. ${line}`;
    }
    case 'done':
      return state.remarks === undefined ? `Done in ${durationText(endedAtMs - startedAtMs)}` : 'Done, but not everywhere';
    case 'failed': {
      const at = steps.findIndex((step) => step.state === 'failed');
      return at === -1 ? 'Failed' : `Failed at step ${at + 1} of ${steps.length}`;
    }
    case 'cancelled':
      return 'Cancelled';
    case 'interrupted':
      return 'Poolkeeper ended in the middle of it';
    default:
      return unreachable(state);
  }
}

/** By the pace so far, for what goes evenly. */
function paceLine(
  { request, state, steps }: Operation,
  { nowMs, bytesPerSecond }: { readonly nowMs: number; readonly bytesPerSecond: number | undefined },
): readonly string[] {
  if (!isSteady(request.kind)) return [];
  const sinceMs = steps.find(({ name, state: stands }) => name === 'act' && stands === 'running')?.atMs;
  const progress = state.is === 'running' ? state.progress : undefined;
  const leftMs = timeLeftMs({ kind: request.kind, progress, sinceMs }, nowMs);
  return [paceText({ bytesPerSecond, isEstimate: true, leftMs })];
}

export function runningLine(ageMs: number): string {
  return `Running for ${durationText(ageMs)}`;
}

/** How a task stands, and how long it took or has taken so far. */
export const endedText: Readonly<Record<TaskPhase, (took: string) => string>> = {
  waiting: (took) => `Waiting for ${took}`,
  running: (took) => `Running for ${took}`,
  failed: (took) => `Failed after ${took}`,
  cancelled: (took) => `Cancelled after ${took}`,
  done: (took) => `Done in ${took}`,
};

export function stalledText(ms: number): string {
  return `Stalled, no progress for ${durationText(ms)}`;
}

type Note = NonNullable<Extract<Operation['state'], { is: 'running' }>['note']>;

const noteWords: Readonly<Record<Note, string>> = {
  'server-unreachable': 'The connection is lost; the server may still be working',
  'checking-result': 'Checking the result by the object, not by the task',
  cancelling: 'Being cancelled',
  'found-again': 'Found again after the connection was lost',
  'others-move': 'Waiting: its host moves three disks or VMs already, which is the most it does at once',
};

export const stepText: Readonly<Record<StepName, string>> = {
  check: 'Check that it can be done',
  compare: 'Check that nobody else has changed it',
  'list-field': 'List the field in its pool, for other clients',
  'take-away-old-value': 'Take away the old value',
  'write-new-value': 'Write the new value',
  'prove-identity': 'See that it is the right machine, and that what is needed still holds',
  'prove-certificate': 'See that its toolstack shows the certificate the pool knows, and lets us in',
  'call-toolstack': 'Have its own toolstack do it',
  'call-master': 'Have the new master gather its members',
  'await-toolstack': 'Wait until it shows that it has helped',
  'keep-plan': 'Keep the plan by which the network is set up again',
  'arm-undo': 'Have the change taken back by itself in case the way is lost',
  'run-lines': 'Run the commands on the host',
  'look-again': 'Look at the host again and see that the finding is gone',
  'call-off-undo': 'Let the change stay',
  act: 'Have the server do it',
  confirm: 'See that the object says so',
  'connect-hosts': 'Connect the hosts, the master first',
  'disconnect-hosts': 'Disconnect the hosts, the master last',
  'bond-cards': 'Bond the cards of each host',
  'tag-network': 'Tag the network on each host',
  'give-addresses': 'Give each host its address, and prove what it reaches',
  'mark-storage': 'Mark it as one for storage',
  'look-around': 'Ask whether anybody has the addresses already',
  'prove-reach': 'Prove what can be reached from the new address',
  replug: 'Have each host take the new MTU',
  'lay-ways': 'Give each host its way into the network',
  'cut-ways': 'Take from each host its way into the network',
  'set-up': 'Set it up for use',
  'prove-off': 'See that it is proven to run no more',
  'reset-power': 'Have the pool take it for shut down',
  'delete-disks': 'Delete its snapshots and disks',
  'copy-template': 'Copy the template',
  'make-machine': 'Make it a VM with its own name, processors and memory',
  'make-disks': 'Make its disks',
  'add-cards': 'Give it its drive and its network cards',
  'write-config': 'Write down what its guest reads at its first start',
  'start-it': 'Start it',
  'attach-disk': 'Attach the disk',
  'plug-disk': 'Plug it into the running VM',
  plug: 'Plug it into the running VM',
  unplug: 'Take it out of the running VM',
  'detach-disk': 'Take the disk away from the VM',
  'delete-old-disk': 'Delete it where it was',
  keep: 'Keep what it is now',
  describe: 'Write down what it is for',
  'ask-both-sides': 'Have both sides say that it can go',
  'compare-hosts': 'Compare the host with the pool',
  join: 'Have the host copy itself into the pool',
  appear: 'See that the pool lists the host',
  restart: 'Wait for its toolstack to start as a member',
  enable: 'Wait until it takes VMs',
  'hand-over': 'Make another host the master',
  'set-aside': 'Have the host take no more VMs',
  'move-vms': 'Move its VMs to other hosts',
  'stop-vms': 'Shut down its VMs',
  'set-back': 'Have the host take VMs again',
  'bring-back': 'Bring its VMs back',
  roll: 'Empty, restart and fill one host after the other',
};

export const stepStateText: Readonly<Record<Step['state'], string>> = {
  waiting: 'not begun',
  running: 'running',
  done: 'done',
  failed: 'failed',
  undone: 'undone',
};

/** The same of several things, by one button. */
export function nextOfManyText(many: readonly OperationRequest[], failed: OperationRequest): string {
  const [next] = many;
  if (next === undefined) return '';
  const text = nextText(next, failed);
  return many.length === 1 ? text : `${text} (all ${many.length})`;
}

/** What a button that does something about a failure says. */
function nextText(next: OperationRequest, failed: OperationRequest): string {
  return next.kind === failed.kind && requestText(next) === requestText(failed) ? 'Try again' : requestText(next);
}
