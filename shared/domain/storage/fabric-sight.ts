import type { HostRef } from '#shared/domain/inventory/watched.ts';
import type { FoundAdapter, FoundDevice } from './discovery/devices.ts';
import type { HostLook } from './host-checks.ts';

/** How a host sees the LUNs that were chosen, by its own adapters. */
export interface FabricSight {
  readonly seen: readonly FoundDevice[];
  /** Their SCSI ids. */
  readonly notSeen: readonly string[];
  /** For whoever has to give it access on the array. */
  readonly adapters: readonly FoundAdapter[];
}

/** Undefined: the host has not told what its adapters see. */
export function fabricSight(scsiIds: readonly string[], look: HostLook | undefined): FabricSight | undefined {
  if (look?.is !== 'seen' || look.discovery.found !== 'devices') return undefined;
  const { devices, adapters } = look.discovery;
  const seen = scsiIds.flatMap((id) => devices.find(({ scsiId }) => scsiId === id) ?? []);
  return { seen, notSeen: scsiIds.filter((id) => !seen.some(({ scsiId }) => scsiId === id)), adapters };
}

/** What is uneven between hosts, of one LUN. */
export type FabricDoubt =
  | { readonly is: 'fewer-paths'; readonly scsiId: string; readonly host: HostRef; readonly paths: number; readonly most: number }
  /** One path only, on every host: nothing may break. */
  | { readonly is: 'single-path'; readonly scsiId: string }
  /** The same identity with another size: hosts do not see the same thing, or some have not noticed that it grew. */
  | { readonly is: 'other-size'; readonly scsiId: string; readonly host: HostRef; readonly sizeBytes: number; readonly usual: number };

export function fabricDoubts(scsiIds: readonly string[], looks: ReadonlyMap<HostRef, HostLook>): readonly FabricDoubt[] {
  return scsiIds.flatMap((scsiId): FabricDoubt[] => {
    const seen = [...looks].flatMap(([host, look]) => {
      const device = fabricSight([scsiId], look)?.seen[0];
      return device === undefined ? [] : [{ host, ...device }];
    });
    const paths = seen.flatMap((device) => device.paths ?? []);
    const most = Math.max(0, ...paths);
    const fewer = seen.flatMap(({ host, paths: own }): FabricDoubt[] =>
      own === undefined || own === most ? [] : [{ is: 'fewer-paths', scsiId, host, paths: own, most }],
    );
    const single: FabricDoubt[] = most === 1 && fewer.length === 0 ? [{ is: 'single-path', scsiId }] : [];
    const usual = seen[0]?.sizeBytes;
    const other = seen.flatMap(({ host, sizeBytes }): FabricDoubt[] =>
      sizeBytes === undefined || usual === undefined || sizeBytes === usual ? [] : [{ is: 'other-size', scsiId, host, sizeBytes, usual }],
    );
    return [...fewer, ...single, ...other];
  });
}
