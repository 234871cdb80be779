import type { HostRef, RefOf } from '#shared/domain/inventory/watched.ts';
import type { PoolChanges } from './pool-settings.ts';

interface OnServer {
  readonly server: string;
}

interface OnHost extends OnServer {
  readonly host: HostRef;
}

/** How a host that is off can be started over the network; passwords are named by the UUID of the secret the pool keeps. */
export interface PowerOn {
  readonly mode: string;
  readonly config: Readonly<Record<string, string>>;
}

/** What can be had done with a pool's members and with hosts themselves. */
export type PoolRequest =
  /** A connected lone host, known in both pools by its UUID. */
  | ({ readonly kind: 'pool.join'; readonly candidate: string; readonly hostUuid: string; readonly isForced: boolean } & OnServer)
  /** Its own storage is lost, and it starts again as if just installed. */
  | ({ readonly kind: 'pool.eject' } & OnHost)
  | ({ readonly kind: 'pool.designate-master' } & OnHost)
  /** Members that follow nobody, or somebody else, are told who the master is. */
  | ({ readonly kind: 'pool.recover-members' } & OnServer)
  | ({ readonly kind: 'pool.verify-tls' } & OnServer)
  /** Only what is given is changed. `was`: what whoever decided it saw, so that nobody else's decision is overwritten. */
  | ({ readonly kind: 'pool.configure'; readonly changes: PoolChanges; readonly was?: PoolChanges | undefined } & OnServer)
  /** One host after the other is emptied, restarted and filled again; those that have been since are passed over. */
  | ({ readonly kind: 'pool.roll'; readonly hosts: readonly HostRef[]; readonly sinceMs: number } & OnServer)
  /** The management's address as it is, but for good. */
  | ({ readonly kind: 'host.keep-address'; readonly pif: RefOf<'pif'> } & OnServer)
  /** What a pool's licences have to agree in, with where they are given out. */
  | ({ readonly kind: 'host.set-edition'; readonly edition: string; readonly licenceServer: Readonly<Record<string, string>> } & OnHost)
  /** Its account in the directory stays there, for whoever runs that to remove. */
  | ({ readonly kind: 'host.leave-directory' } & OnHost)
  /** `secret`: the UUID of where the host keeps the password meanwhile. */
  | ({ readonly kind: 'host.join-directory'; readonly directory: string; readonly user: string; readonly secret: string } & OnHost)
  /** `stay`: takes no more VMs, and keeps those it has. A master is replaced first. `failures`: how many HA is set to survive from then on. */
  | ({
      readonly kind: 'host.enter-maintenance';
      readonly vms: 'leave' | 'stay';
      readonly nextMaster?: HostRef | undefined;
      readonly failures?: number | undefined;
    } & OnHost)
  | ({ readonly kind: 'host.exit-maintenance'; readonly bringsBack: boolean; readonly failures?: number | undefined } & OnHost)
  /** Its VMs are shut down first, never moved. */
  | ({ readonly kind: 'host.reboot' } & OnHost)
  | ({ readonly kind: 'host.shut-down' } & OnHost)
  | ({ readonly kind: 'host.power-on' } & OnHost)
  | ({ readonly kind: 'host.restart-toolstack' } & OnHost)
  /** Only what is given is changed. */
  | ({
      readonly kind: 'host.configure';
      readonly iqn?: string | undefined;
      readonly isMultipathing?: boolean | undefined;
      /** Empty: logs stay on the host. */
      readonly logDestination?: string | undefined;
      readonly powerOn?: PowerOn | undefined;
    } & OnHost);

export type PoolRequestOf<K extends PoolRequest['kind']> = Extract<PoolRequest, { kind: K }>;

const KINDS: ReadonlySet<string> = new Set([
  'pool.join',
  'pool.eject',
  'pool.designate-master',
  'pool.recover-members',
  'pool.verify-tls',
  'pool.configure',
  'pool.roll',
  'host.keep-address',
  'host.set-edition',
  'host.leave-directory',
  'host.join-directory',
  'host.enter-maintenance',
  'host.exit-maintenance',
  'host.reboot',
  'host.shut-down',
  'host.power-on',
  'host.restart-toolstack',
  'host.configure',
] satisfies readonly PoolRequest['kind'][]);

export function isPoolRequest(request: { readonly kind: string }): request is PoolRequest {
  return KINDS.has(request.kind);
}
