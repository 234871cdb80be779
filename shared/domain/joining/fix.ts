import type { HostRef, PoolRef, RefOf, VmRef } from '#shared/domain/inventory/watched.ts';
import type { OperationRequest } from '#shared/domain/operations/request.ts';
import { unreachable } from '#shared/kernel/unreachable.ts';
import type { JoinFix, Side } from './cell.ts';

export interface VmFix {
  readonly is: 'suspend' | 'shut-down' | 'resume';
  readonly vms: readonly VmRef[];
}

export interface SrFix {
  readonly is: 'forget-storage';
  readonly srs: readonly RefOf<'sr'>[];
}

export interface NetworkFix {
  readonly is: 'remove-networks';
  readonly networks: readonly RefOf<'network'>[];
}

export interface PifFix {
  readonly is: 'static-address';
  readonly pif: RefOf<'pif'>;
}

/** What is the lone host's own: its licence, its directory and its clock. */
export type HostFix = { readonly host: HostRef } & (
  | { readonly is: 'relicense'; readonly edition: string; readonly licenceServer: Readonly<Record<string, string>> }
  | { readonly is: 'leave-directory' }
  /** Somebody who may add machines to it has to sign in for that. */
  | { readonly is: 'join-directory'; readonly directory: string }
  /** Set in a shell of the host, which its Recovery page finds a way to. */
  | { readonly is: 'look-at-clock' }
);

export interface FixPlace {
  readonly server: string;
  readonly pool: PoolRef;
}

/** What the engine is asked for it, on whichever side it is. */
export function requestsOfFix(fix: JoinFix, places: Readonly<Record<Side, FixPlace>>): readonly OperationRequest[] {
  const { server } = places.host;
  switch (fix.is) {
    case 'suspend':
      return fix.vms.map((vm) => ({ kind: 'vm.suspend', server, vm }));
    case 'resume':
      return fix.vms.map((vm) => ({ kind: 'vm.resume', server, vm }));
    case 'shut-down':
      return fix.vms.map((vm) => ({ kind: 'vm.shut-down', way: 'clean', server, vm }));
    case 'forget-storage':
      return fix.srs.map((sr) => ({ kind: 'sr.forget', server, sr }));
    case 'remove-networks':
      return fix.networks.map((network) => ({ kind: 'network.destroy', server, network }));
    case 'static-address':
      return [{ kind: 'host.keep-address', server, pif: fix.pif }];
    case 'relicense':
      return [{ kind: 'host.set-edition', server, host: fix.host, edition: fix.edition, licenceServer: fix.licenceServer }];
    case 'leave-directory':
      return [{ kind: 'host.leave-directory', server, host: fix.host }];
    // Nothing can be asked for before somebody has done something more.
    case 'join-directory':
    case 'look-at-clock':
      return [];
    case 'ha-off':
      return [{ kind: 'ha.disable', server: places[fix.on].server }];
    case 'verify-tls':
      return [{ kind: 'pool.verify-tls', server: places[fix.on].server }];
    default:
      return unreachable(fix);
  }
}
