import type { Remark, Trace } from '#shared/contract/calls/operation-calls.ts';
import { unreachable } from '#shared/kernel/unreachable.ts';
import { deviceTraceText } from './device-trace-text.ts';
import { failureText } from './failure-text.ts';
import { networkRemarkText, networkTraceText } from './network-traces.ts';
import { powerWord } from './problem-text.ts';
import { sizeText } from './size-text.ts';

/** What a failed operation has left, or has taken back. */
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
    case 'vm-at':
      return [
        ...(trace.host === '' ? [] : [`${name} is on ${trace.host}.`]),
        ...(trace.storage.length === 0 ? [] : [`Its disks lie on ${trace.storage.join(', ')}.`]),
      ].join(' ');
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
    case 'password-left':
      return 'The pool still keeps the password that was typed, as a secret that nothing uses.';
    case 'password-gone':
      return 'The pool does not keep the password that was typed any more. To try again, begin anew and type it.';
    case 'storage-removed':
      return `${name} was removed again, with what had just been written for it.`;
    case 'network':
    case 'network-removed':
    case 'ways-plugged-again':
    case 'ways-unsure':
    case 'address-restored':
    case 'address-left':
    case 'addresses':
    case 'cards-as-before':
    case 'cards-moved':
    case 'host-takes-back':
    case 'host-took-back':
    case 'hosts-may-take-back':
      return networkTraceText(trace, name);
    case 'hosts-disconnected':
      return `Some hosts are no longer connected to ${name}.`;
    case 'hosts-connected-again':
      return `The hosts were connected to ${name} again.`;
    case 'disk':
      return `${name} lies on ${trace.sr}, ${sizeText(trace.sizeBytes)} large; ${trace.vms.length === 0 ? 'no VM has it' : `it belongs to ${trace.vms.join(', ')}`}.`;
    case 'copied-whole':
      return trace.surplus === 'old'
        ? `${name} was copied to ${trace.to} whole, and is still on ${trace.from}. The move ends when it is deleted there.`
        : `${name} was copied to ${trace.to} whole, but a suspended VM wakes from the one on ${trace.from}. Delete the copy before it is moved again.`;
    case 'disk-removed':
      return 'The disk that had been made was deleted again.';
    case 'template':
      return `${name} is a template.`;
    case 'vm-removed':
      return `${name} was deleted again, with the disks that had been made for it.`;
    case 'goes-on-from':
      return `${name} goes on from the snapshot ${trace.snapshot}.`;
    case 'vm-made':
      return madeText(trace);
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
    case 'host-aside':
      return asideText(trace);
    case 'rolled':
      return rolledText(trace);
    default:
      return unreachable(trace);
  }
}

type TraceOf<K extends Trace['is']> = Extract<Trace, { is: K }>;

function madeText({ name, as }: TraceOf<'vm-made'>): string {
  if (as === 'snapshot') return `The snapshot ${name} was taken, and stays.`;
  return as === 'template' ? `${name} is there, as a template.` : `${name} is there.`;
}

function membershipText({ isMember, isLive }: TraceOf<'membership'>): string {
  if (!isMember) return 'It is not in the pool.';
  return isLive ? 'It is a member of the pool and answers.' : 'It is a member of the pool; its toolstack is not back yet.';
}

function hostText({ isLive, isEnabled, vms }: TraceOf<'host'>, name: string): string {
  return `${name} ${isLive ? 'answers' : 'does not answer'}, ${isEnabled ? 'takes VMs' : 'takes no VMs'} and has ${vms === 1 ? 'one VM' : `${vms} VMs`}.`;
}

function asideText({ host, isEnabled, vms }: TraceOf<'host-aside'>): string {
  const away = vms.length === 0 ? '' : ` Still on other hosts: ${vms.join(', ')}.`;
  return `${host} ${isEnabled ? 'takes VMs again' : 'takes no VMs'}.${away} Going on begins with it; taking it back into service is possible as well.`;
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
    case 'shared-after-restart':
    case 'reach-not-proven':
    case 'neighbours-not-asked':
      return networkRemarkText(remark);
    case 'not-deleted':
      return `${remark.name} could not be deleted and is still there: ${failureText(remark.why).what}`;
    case 'not-set-up':
      return `It is there, but was not set up wholly: ${failureText(remark.why).what}`;
    case 'password-left':
      return `The pool still keeps the password that was typed, as a secret that nothing uses: ${failureText(remark.why).what}`;
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
