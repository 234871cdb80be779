import { isServerReached } from '#simulator/world/dom0/tcp.ts';
import type { SimHost, World } from '#simulator/world/world.ts';
import { storageOf } from './facts.ts';

export interface IscsiSession {
  readonly number: number;
  readonly target: string;
  readonly portal: string;
  readonly state: 'LOGGED_IN' | 'FAILED';
  readonly scsiId: string;
  readonly disk: string;
  readonly lun: number;
  readonly name: string;
}

const LETTERS = 'cdefghijklmnopqrstuvw';

/** One session per portal of every block store that is plugged. */
export function sessionsOf(world: World, host: SimHost): readonly IscsiSession[] {
  let number = 0;
  return storageOf(host).flatMap((storage) => {
    if (storage.type !== 'lvmoiscsi' || !storage.isAttached) return [];
    const { target = '', targetIQN = '', SCSIid = '', LUNid = '0' } = storage.config;
    return target.split(',').map((portal) => {
      number += 1;
      const address = portal.split(':')[0] ?? portal;
      const isLost = host.dom0.storage.lostPortals.has(address) || !isServerReached(world, host, address);
      return {
        number,
        target: targetIQN === '*' || targetIQN === '' ? 'iqn.2010-01.test.array:pool' : targetIQN,
        portal: address,
        state: isLost ? 'FAILED' : 'LOGGED_IN',
        scsiId: SCSIid,
        disk: `sd${LETTERS[number - 1] ?? 'z'}`,
        lun: Number.parseInt(LUNid === '' ? '0' : LUNid, 10),
        name: storage.name,
      } as const;
    });
  });
}

export interface MultipathMap {
  readonly scsiId: string;
  readonly name: string;
  readonly sizeBytes: number;
  readonly paths: readonly { readonly disk: string; readonly portal: string; readonly isActive: boolean }[];
}

/** Paths of every block store; a lost portal takes its paths along. */
export function mapsOf(world: World, host: SimHost): readonly MultipathMap[] {
  const sessions = sessionsOf(world, host);
  return storageOf(host).flatMap((storage) => {
    const own = sessions.filter(({ scsiId }) => scsiId === storage.config['SCSIid']);
    if (storage.type !== 'lvmoiscsi' || !storage.isAttached || own.length === 0) return [];
    const scsiId = storage.config['SCSIid'] ?? '';
    const left = host.dom0.storage.pathsLeft.get(scsiId);
    const wanted = Math.max(own.length, pathCount(host, scsiId));
    const paths = Array.from({ length: wanted }, (_, index) => {
      const session = own[index % own.length];
      const isActive = session?.state === 'LOGGED_IN' && (left === undefined || index < left);
      return { disk: `sd${LETTERS[index] ?? 'z'}`, portal: session?.portal ?? '', isActive };
    });
    return [{ scsiId, name: storage.name, sizeBytes: storage.sizeBytes, paths }];
  });
}

/** What the storage manager wrote down: `[3, 4]` are three of four. */
function pathCount(host: SimHost, scsiId: string): number {
  for (const storage of storageOf(host)) {
    const row = host.pool.database.find('PBD', storage.pbd)?.['other_config'];
    const value = typeof row === 'object' && !Array.isArray(row) ? (row as Readonly<Record<string, unknown>>)[`mpath-${scsiId}`] : undefined;
    const found = typeof value === 'string' ? /\[\d+, (\d+)\]/.exec(value) : null;
    if (found !== null) return Number(found[1]);
  }
  return 1;
}
