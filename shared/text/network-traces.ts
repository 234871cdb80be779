import type { Remark, Trace } from '#shared/contract/calls/operation-calls.ts';
import { unreachable } from '#shared/kernel/unreachable.ts';

type NetworkTrace = Extract<
  Trace,
  {
    is:
      | 'network'
      | 'network-removed'
      | 'ways-plugged-again'
      | 'ways-unsure'
      | 'address-restored'
      | 'address-left'
      | 'addresses'
      | 'cards-as-before'
      | 'cards-moved'
      | 'host-takes-back'
      | 'host-took-back'
      | 'hosts-may-take-back';
  }
>;
type NetworkRemark = Extract<Remark, { is: 'mtu-later' | 'shared-after-restart' | 'reach-not-proven' | 'neighbours-not-asked' }>;

/** What a change of networks has left, or has put back. */
export function networkTraceText(trace: NetworkTrace, name: string): string {
  switch (trace.is) {
    case 'network': {
      const { name: known = name, hosts } = trace;
      return hosts.length === 0 ? `${known} is there; no host has a way into it.` : `${known} is there, on ${hosts.join(', ')}.`;
    }
    case 'network-removed':
      return `${name} was removed again, on every host.`;
    case 'ways-plugged-again':
      return 'What leads into it is plugged in as before.';
    case 'ways-unsure':
      return `What leads into it on ${trace.hosts.join(', ')} may be unplugged, or have another MTU. “Plug in interfaces of hosts” of this network plugs in what is.`;
    case 'address-restored':
      return trace.address === '' ? `${trace.host} has no address there, as before.` : `${trace.host} has ${trace.address} again.`;
    case 'address-left':
      return `The former address of ${trace.host} could not be written back: ${trace.was === '' ? 'it had none' : trace.was}.`;
    case 'addresses':
      return trace.hosts.length === 0 ? 'No host has an address there.' : `On it now: ${trace.hosts.join(', ')}.`;
    case 'cards-as-before':
      return 'The network cards of all VMs are where they were.';
    case 'cards-moved':
      return 'Network cards of some VMs may be in another network than before; look at the VMs of these cards.';
    case 'host-takes-back':
      return `${trace.host} takes the change back by itself within ${trace.withinS} s, unless it restarts before.`;
    case 'host-took-back':
      return `${trace.host} has taken the change back by itself, and answers as before.`;
    case 'hosts-may-take-back':
      return `Whichever of ${trace.hosts.join(', ')} was just being changed takes that back by itself within ${trace.withinS} s of it, unless it restarts before.`;
    default:
      return unreachable(trace);
  }
}

export function networkRemarkText(remark: NetworkRemark): string {
  switch (remark.is) {
    case 'mtu-later':
      return `${remark.host} uses it now, and takes the new MTU when it next restarts.`;
    case 'shared-after-restart':
      return `${remark.host} has to restart before VMs get parts of its card; until then none of them starts there.`;
    case 'reach-not-proven':
      return `Nobody has tried from ${remark.host} what it reaches now: no SSH way to it works.`;
    case 'neighbours-not-asked':
      return 'Whether anybody else has one of the addresses is only known from the pool: no SSH way to a host works, so no wire was asked.';
    default:
      return unreachable(remark);
  }
}
