import { existsSync, mkdirSync, renameSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { openShell } from '#simulator/shell/execute.ts';
import type { FileEntry } from '#simulator/shell/files.ts';
import type { SimHost, World } from '#simulator/world/world.ts';

/** Folders of a control domain that lie over this computer's, and what of the world is in them. */
export const LAID_OVER = ['/etc/xensource', '/etc/firstboot.d/data', '/etc/iscsi', '/var/lib/xcp', '/var/log', '/var/crash'] as const;
/** The same for files alone. */
export const FILES_LAID_OVER = [
  '/etc/xensource-inventory',
  '/etc/redhat-release',
  '/etc/resolv.conf',
  '/proc/meminfo',
  '/proc/uptime',
  '/proc/loadavg',
] as const;

/** Long to write and read by few: only when the member has a new copy. */
const DATABASE = '/var/lib/xcp/state.db';
const LEFT_OUT: ReadonlySet<string> = new Set(['/var/lib/xcp/xapi']);

export interface HostFiles {
  /** Brings the files in line with the world, and tells the world which of them somebody has removed. */
  follow(): void;
}

export function keepFiles(own: string, of: { readonly world: World; readonly host: SimHost }): HostFiles {
  const root = join(own, 'files');
  const placeOf = (path: string): string => join(root, path);
  const written = new Map<string, string>();
  for (const folder of LAID_OVER) mkdirSync(placeOf(folder), { recursive: true });

  function put(path: string, entry: Extract<FileEntry, { is: 'file' }>, how: 'in-place' | 'anew'): void {
    const stamp = path === DATABASE ? String(entry.changedMs) : entry.read();
    if (written.get(path) === stamp) return;
    written.set(path, stamp);
    const place = placeOf(path);
    mkdirSync(dirname(place), { recursive: true });
    // What is mounted by itself stays the same file; everything else is never seen half written.
    const target = how === 'anew' ? `${place}.new` : place;
    writeFileSync(target, Buffer.from(entry.read(), 'latin1'));
    if (entry.size !== undefined) truncateSync(target, entry.size);
    utimesSync(target, entry.changedMs / 1000, entry.changedMs / 1000);
    if (how === 'anew') renameSync(target, place);
  }

  let last = '';

  /** Removed by somebody on the host. */
  function takeBack(): void {
    const gone = [...written.keys()].filter((path) => !existsSync(placeOf(path)));
    if (gone.length === 0) return;
    const { files } = openShell(of.world, of.host).machine;
    for (const path of gone) {
      written.delete(path);
      files.remove(path);
    }
  }

  return {
    follow() {
      takeBack();
      const now = stampOf(of.world, of.host);
      if (now === last) return;
      last = now;
      const { files } = openShell(of.world, of.host).machine;
      for (const path of FILES_LAID_OVER) {
        const entry = files.find(path);
        if (entry?.is === 'file' && !(path.startsWith('/proc') && written.has(path))) put(path, entry, 'in-place');
      }
      for (const folder of LAID_OVER) {
        for (const [path, entry] of filesIn(files, folder)) {
          if (!LEFT_OUT.has(path)) put(path, entry, 'anew');
        }
      }
    },
  };
}

const LOOK_EVERY_MS = 5_000;

/** Changes when a file may have changed that anybody waits for; logs go on by themselves. */
function stampOf(world: World, { dom0, toolstack, role, power, fullDisks }: SimHost): string {
  const { managementBridge, gateway, addresses } = dom0.network;
  const time = Math.floor(world.clock.now() / LOOK_EVERY_MS);
  const copy = dom0.databaseCopy?.generation;
  return JSON.stringify([
    time,
    copy,
    dom0.log.length,
    dom0.disks,
    dom0.ha,
    dom0.poolConf,
    toolstack,
    role,
    power,
    [...fullDisks],
    [managementBridge, gateway, [...addresses]],
  ]);
}

type Files = ReturnType<typeof openShell>['machine']['files'];

function filesIn(files: Files, folder: string): readonly (readonly [string, Extract<FileEntry, { is: 'file' }>])[] {
  return files.list(folder).flatMap((name) => {
    const path = `${folder}/${name}`;
    const entry = files.findLink(path);
    if (entry?.is === 'folder') return filesIn(files, path);
    return entry?.is === 'file' ? [[path, entry] as const] : [];
  });
}
