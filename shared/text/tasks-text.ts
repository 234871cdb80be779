import { deviceTraceText } from './device-trace-text.ts';
import type { Operation, Remark, Step, StepName, Trace } from '#shared/contract/calls/operation-calls.ts';
import type { OperationRequest } from '#shared/domain/operations/request.ts';
import { callOf, type ServerTask, type TaskPhase } from '#shared/domain/tasks/task-entry.ts';
import { timeLeftMs } from '#shared/domain/tasks/time-left.ts';
import { unreachable } from '#shared/kernel/unreachable.ts';
import { failureText } from './failure-text.ts';
import { durationText } from './format.ts';
import { networkRemarkText, networkTraceText } from './network-traces.ts';
import { requestText } from './operation-text.ts';
import { operationTitle } from './operation-title.ts';
import { powerWord } from './problem-text.ts';
import { sizeText } from './size-text.ts';
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
export function operationLine(operation: Operation, nowMs: number): string {
  const { state, steps, startedAtMs, endedAtMs = nowMs } = operation;
  switch (state.is) {
    case 'waiting':
      return 'Waiting for its turn';
    case 'running': {
      if (state.note !== undefined) return noteWords[state.note];
      const line = [runningLine(nowMs - startedAtMs), ...leftLine(operation, nowMs)].join('. ');
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
function leftLine({ request, state, steps }: Operation, nowMs: number): readonly string[] {
  const sinceMs = steps.find(({ name, state: stands }) => name === 'act' && stands === 'running')?.atMs;
  const progress = state.is === 'running' ? state.progress : undefined;
  const leftMs = timeLeftMs({ kind: request.kind, progress, sinceMs }, nowMs);
  return leftMs === undefined ? [] : [`About ${durationText(leftMs)} left at this pace`];
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

export function traceText(trace: Trace, name: string): string {
  switch (trace.is) {
    case 'power':
      return `${name} is ${powerWord(trace.power)}.`;
    case 'value-restored':
      return 'The former value was written again.';
    case 'value-lost':
      return `The former value is gone. It was: ${trace.value}`;
    case 'value':
      return `It is now: ${trace.value}`;
    case 'field-listed':
      return `The pool lists the custom field ${trace.field}.`;
    case 'field-not-listed':
      return `The pool does not list the custom field ${trace.field}, as before.`;
    case 'may-go-on':
      return 'The server was not reached and may still go on with it.';
    case 'ha':
      return `High availability is ${trace.isOn ? 'on' : 'off'}.`;
    case 'partly-done':
      return `${trace.done} of ${trace.of} are done.`;
    case 'object-gone':
      return `${name} is not there any more.`;
    case 'vm-in':
      return trace.isThere
        ? `${trace.pool} has a VM with the identity of ${name}. See which of the two runs before you start or delete one.`
        : `${trace.pool} has nothing of it.`;
    case 'takes-itself-back':
      return `${name} takes the change back by itself within ${trace.afterS} s.`;
    case 'taken-back':
      return 'The change was taken back.';
    case 'lines-run':
      return `These commands were run, and stay: ${trace.lines.join('; ')}`;
    case 'nothing-changed':
      return 'Nothing was changed.';
    case 'storage':
      return trace.hosts.length === 0 ? `${name} is there; no host is connected to it.` : `${name} is there, connected to ${trace.hosts.join(', ')}.`;
    case 'disks-left':
      return `These disks are still there: ${trace.disks.join(', ')}.`;
    case 'storage-forgotten':
      return 'The pool has forgotten it again; what lies on it was not touched.';
    case 'storage-removed':
      return `${name} was removed again, with what had just been written for it.`;
    case 'network':
    case 'network-removed':
    case 'address-restored':
    case 'address-left':
    case 'addresses':
    case 'cards-as-before':
    case 'cards-moved':
      return networkTraceText(trace, name);
    case 'hosts-disconnected':
      return `Some hosts are no longer connected to ${name}.`;
    case 'hosts-connected-again':
      return `The hosts were connected to ${name} again.`;
    case 'disk':
      return `${name} lies on ${trace.sr}, ${sizeText(trace.sizeBytes)} large; ${trace.vms.length === 0 ? 'no VM has it' : `it belongs to ${trace.vms.join(', ')}`}.`;
    case 'disk-removed':
      return 'The disk that had been made was deleted again.';
    case 'template':
      return `${name} is a template.`;
    case 'vm-removed':
      return `${name} was deleted again, with the disks that had been made for it.`;
    case 'vm-unfinished':
      return `${name} is there, half made. Delete it, with its disks, before you try again.`;
    case 'disk-attached-again':
      return `${trace.vm} has the disk again.`;
    case 'disk-detached-again':
      return `The disk was taken away from ${trace.vm} again.`;
    case 'drive':
    case 'disc':
    case 'card':
      return deviceTraceText(trace);
    case 'card-removed':
      return 'The network card that had been made was removed again.';
    case 'membership':
      return membershipText(trace);
    case 'host':
      return hostText(trace, name);
    case 'host-set-back':
      return `${name} takes VMs again.`;
    case 'vms-brought-back':
      return `VMs that had left and were brought back: ${trace.vms}.`;
    case 'master':
      return `The master is ${trace.host}.`;
    case 'rolled':
      return rolledText(trace);
    default:
      return unreachable(trace);
  }
}

type TraceOf<K extends Trace['is']> = Extract<Trace, { is: K }>;

function membershipText({ isMember, isLive }: TraceOf<'membership'>): string {
  if (!isMember) return 'It is not in the pool.';
  return isLive ? 'It is a member of the pool and answers.' : 'It is a member of the pool; its toolstack is not back yet.';
}

function hostText({ isLive, isEnabled, vms }: TraceOf<'host'>, name: string): string {
  return `${name} ${isLive ? 'answers' : 'does not answer'}, ${isEnabled ? 'takes VMs' : 'takes no VMs'} and has ${vms === 1 ? 'one VM' : `${vms} VMs`}.`;
}

function rolledText({ done, ahead }: TraceOf<'rolled'>): string {
  const first = done.length === 0 ? 'No host is done.' : `Done: ${done.join(', ')}.`;
  return ahead.length === 0 ? first : `${first} Still to come: ${ahead.join(', ')}.`;
}

/** What has to be known of something that was done. */
export function remarkText(remark: Remark): string {
  switch (remark.is) {
    case 'host-later':
      return `${remark.host} does not answer now. It connects by itself when it starts again.`;
    case 'host-not-connected': {
      const { what, next } = failureText(remark.why);
      return `${remark.host} is not connected. ${what}${next === undefined ? '' : ` ${next}`}`;
    }
    case 'mtu-later':
    case 'reach-not-proven':
    case 'neighbours-not-asked':
      return networkRemarkText(remark);
    case 'not-deleted':
      return `${remark.name} could not be deleted and is still there: ${failureText(remark.why).what}`;
    case 'not-set-up':
      return `It is there, but was not set up wholly: ${failureText(remark.why).what}`;
    case 'not-started':
      return `It is made, but could not be started: ${failureText(remark.why).what}`;
    case 'not-plugged':
      return `The VM has it, but sees it only when it starts again: ${failureText(remark.why).what}`;
    case 'at-next-start':
      return 'The guest finds it when the VM starts next.';
    case 'old-disk-left':
      return `It is in the new place, and could not be deleted in the old one: ${failureText(remark.why).what}`;
    case 'host-not-back':
      return `${remark.host} belongs to the pool, but had not come back when this was given up. Look at it if it stays away.`;
    case 'vm-not-brought-back':
      return `${remark.vm} could not be brought back: ${failureText(remark.why).what}`;
    default:
      return unreachable(remark);
  }
}

/** What a button that does something about a failure says. */
export function nextText(next: OperationRequest, failed: OperationRequest): string {
  return next.kind === failed.kind && requestText(next) === requestText(failed) ? 'Try again' : requestText(next);
}
