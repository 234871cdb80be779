import type { Leavings } from '#shared/domain/rules/leaving-pool.ts';

/** What is asked before a host is restarted, made master or taken out of its pool. */
export const memberText = {
  ejectTitle: (host: string, pool: string) => `Remove ${host} from ${pool}?`,
  eject(host: string, { srs, vms, preferring, holdsDefault }: Leavings): string {
    return [
      `${host} restarts as if it had just been installed. Its local storage is erased${srs.length === 0 ? '' : `: ${listed(srs)}`}.`,
      vms.length === 0 ? 'No VM has a disk there.' : `These VMs lose disks that cannot be brought back: ${listed(vms)}.`,
      ...(holdsDefault ? ['The default storage of the pool is among it, so the pool will have none.'] : []),
      ...(preferring.length === 0 ? [] : [`${listed(preferring)} will start on any host.`]),
      'It leaves its domain, and its network is set up anew except for the management.',
    ].join(' ');
  },
  masterTitle: (host: string) => `Make ${host} the master?`,
  master:
    'The toolstack of every host restarts in its new role. VMs run on. The connection is lost for about a minute, tasks that are running are given up, and the window follows by itself.',
  rebootTitle: (host: string) => `Reboot ${host}?`,
  reboot: (vms: readonly string[], isMaster: boolean) =>
    sentences(vms, 'It takes VMs again when it is back; they are not started again.', isMaster, 'While it is away nobody can manage the pool.'),
  shutDownTitle: (host: string) => `Shut down ${host}?`,
  shutDown: (vms: readonly string[], isMaster: boolean) =>
    sentences(vms, 'It stays off until somebody starts it.', isMaster, 'Until then nobody can manage the pool. Make another host the master first.'),
  toolstackTitle: (host: string) => `Restart the toolstack of ${host}?`,
  toolstack: (isMaster: boolean, isHaOn: boolean) =>
    [
      'VMs run on. Tasks of this host are given up.',
      isMaster ? 'It is the master: the connection to the pool is lost for about a minute.' : '',
      isHaOn ? 'High availability is on: a toolstack that does not come back makes the host restart itself.' : '',
    ]
      .filter((sentence) => sentence !== '')
      .join(' '),
  recoverTitle: (pool: string) => `Recover the members of ${pool}?`,
  recover: 'Hosts that follow nobody, or somebody else, are told who the master is, and their toolstacks restart. VMs run on.',
  tlsTitle: 'Verify certificates between hosts?',
  tls: 'From then on hosts talk only to hosts whose certificate they know. This cannot be turned off from here.',
} as const;

function sentences(vms: readonly string[], then: string, isMaster: boolean, master: string): string {
  const stop =
    vms.length === 0
      ? 'No VM runs on it.'
      : `${listed(vms)} ${vms.length === 1 ? 'is' : 'are'} shut down first, not moved. To move them instead, use maintenance mode.`;
  return [stop, then, ...(isMaster ? [`It is the master. ${master}`] : [])].join(' ');
}

const AT_MOST = 5;

function listed(names: readonly string[]): string {
  return names.length <= AT_MOST ? names.join(', ') : `${names.slice(0, AT_MOST).join(', ')} and ${names.length - AT_MOST} more`;
}
