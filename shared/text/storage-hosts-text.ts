import type { FoundDevice } from '#shared/domain/storage/discovery/devices.ts';
import type { FabricDoubt } from '#shared/domain/storage/fabric-sight.ts';
import type { ShellCheck, ShellDoubt } from '#shared/domain/storage/from-shell/judge.ts';
import type { CheckResult } from '#shared/domain/storage/host-checks.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import { unreachable } from '#shared/kernel/unreachable.ts';
import { sizeText } from './size-text.ts';

/** What hosts find when they look for storage themselves. */
export const storageHostsText = {
  overSsh: 'Ask each host over SSH as well',
  overSshHint:
    'Logs in with the access that is set for hosts, looks names up, tries ports, sends packets as large as the card allows and lists what is offered. It changes nothing there.',
  libraryNeedsSsh: 'A pool cannot look into a library before it is made. Permit SSH to have each host tested.',
  by: { pool: 'driver', shell: 'SSH', clock: 'toolstack' },
  portals: (open: number, all: number) => `${open} of ${all} portals`,
  notTold: 'The answer did not come: the connection to the pool was lost, or it refused the question. Test again.',
  noWay: (host: string) => `${host}: no connection over SSH came about.`,
  noWayNext: (isAsked: boolean) =>
    isAsked
      ? 'It wants a password, or another machine on the way does. Open Recovery of this host, answer there, and test again.'
      : 'What the driver tells stands. Recovery of this host shows which ways were tried.',
  keyUnknown: (host: string) => `${host} shows an SSH key that nobody has compared yet.`,
  compare: 'Compare it with the key on the console of the host; then its shell is asked.',
  trust: 'It is the same',
  fabric: {
    seen: 'LUNs seen',
    paths: 'Paths',
    adapters: 'Adapters',
    notTold: 'Not told',
    seenOf: (seen: number, all: number) => `${seen} of ${all}`,
    pathsOf: (devices: readonly FoundDevice[]) => {
      const counts = devices.flatMap(({ paths }) => paths ?? []);
      const [least, most] = [Math.min(...counts), Math.max(...counts)];
      if (counts.length === 0) return '';
      return least === most ? String(most) : `${least} to ${most}`;
    },
    notSeen: (host: string, scsiIds: readonly string[]) => `${host} does not see ${scsiIds.join(', ')}.`,
    zoning: (ports: readonly string[]) =>
      ports.length === 0
        ? 'No adapter of this host reports a port: look at its cards and cables.'
        : `Give ${ports.length === 1 ? 'its port' : 'its ports'} ${ports.join(', ')} access on the array and in the zones of the switches.`,
    copyPorts: 'Copy port names',
  },
} as const;

export const checkText: Readonly<Record<ShellCheck, string>> = {
  resolves: 'Address',
  answers: 'Answers',
  'lets-in': 'Access',
  'offers-it': 'Offers it',
  'large-packets': 'Large packets',
};

export function checkResultText(check: ShellCheck, result: CheckResult): string {
  if (result === 'not-known') return 'Not tested';
  return result === 'yes' ? checkYes[check] : checkNo[check];
}

const checkYes: Readonly<Record<ShellCheck, string>> = {
  resolves: 'Known',
  answers: 'Yes',
  'lets-in': 'Accepted',
  'offers-it': 'Seen',
  'large-packets': 'Arrive',
};
const checkNo: Readonly<Record<ShellCheck, string>> = {
  resolves: 'Not known',
  answers: 'No answer',
  'lets-in': 'Refused',
  'offers-it': 'Not seen',
  'large-packets': 'Are lost',
};

interface Words {
  readonly what: string;
  readonly next: string;
}

export function shellDoubtText(host: string, doubt: ShellDoubt): Words {
  switch (doubt.is) {
    case 'name-unknown':
      return { what: `${host} does not find the address of ${doubt.host}.`, next: 'Check its name servers, or write the address.' };
    case 'no-way':
      return { what: `${host} has no way to ${doubt.host}.`, next: 'Give it an address on the storage network, or a gateway that leads there.' };
    case 'port-closed':
      return doubt.how === 'refused'
        ? { what: `${doubt.host} refuses ${host} at this port.`, next: 'The service does not run there, or a firewall refuses.' }
        : { what: `${doubt.host} does not answer ${host} at this port.`, next: 'Check cables, VLAN and firewalls between them.' };
    case 'too-large': {
      const size = doubt.mtu === undefined ? 'as large as its card sends' : `of ${doubt.mtu.toLocaleString()} bytes`;
      return {
        what: `Packets ${size} do not get from ${host} (${doubt.device}) to ${doubt.host}; small ones do.`,
        next: 'Give cards, switches and the array the same MTU: else storage connects and hangs as soon as much is written.',
      };
    }
    case 'not-exported':
      return {
        what: `${doubt.host} does not list ${doubt.path} to ${host}.`,
        next: 'Check how the path is written. Servers of version 4 may list it under another root.',
      };
    case 'not-for-this-host':
      return {
        what: `${doubt.path} is exported to ${doubt.access}, and ${host} comes from ${doubt.from}.`,
        next: 'Add this address to the clients of the export.',
      };
    case 'target-not-offered':
      return { what: `${doubt.host} does not offer ${doubt.iqn} to ${host}.`, next: 'Check which of its names this portal serves.' };
    default:
      return unreachable(doubt);
  }
}

export function fabricDoubtText(doubt: FabricDoubt, nameOf: (host: HostRef) => string): Words {
  switch (doubt.is) {
    case 'fewer-paths':
      return {
        what: `${nameOf(doubt.host)} sees ${doubt.scsiId} over ${doubt.paths} of ${doubt.most} paths.`,
        next: 'Check its cables, zones and ports: what breaks next may be the last way.',
      };
    case 'single-path':
      return { what: `${doubt.scsiId} is seen over one path only.`, next: 'Where that breaks, every machine on it stops.' };
    case 'other-size':
      return {
        what: `${nameOf(doubt.host)} sees ${doubt.scsiId} with ${sizeText(doubt.sizeBytes)}, others with ${sizeText(doubt.usual)}.`,
        next: 'They do not see the same LUN, or this host has not noticed that it grew: rescan its adapters.',
      };
    default:
      return unreachable(doubt);
  }
}
