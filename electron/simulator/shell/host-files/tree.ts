import type { Dom0 } from '#simulator/world/dom0/dom0.ts';
import { LOG_KIB, ROOT_KIB } from '#simulator/world/dom0/dom0.ts';
import type { SimHost, World } from '#simulator/world/world.ts';
import type { FileEntry, Files, WriteFailure } from '../files.ts';
import { bytesOf } from '../process.ts';

/** Collects what a control domain shows; folders come with their files. */
export interface TreeBuilder {
  file(path: string, read: () => string, more?: { readonly changedMs?: number; readonly mode?: number; readonly size?: number }): void;
  link(path: string, to: string): void;
  folder(path: string, more?: { readonly changedMs?: number; readonly mode?: number }): void;
  socket(path: string): void;
}

export type AddFiles = (builder: TreeBuilder, place: { readonly world: World; readonly host: SimHost }) => void;

/** The file tree of one host, as of now; whatever was written stays written. */
export function filesOf(world: World, host: SimHost, parts: readonly AddFiles[]): Files {
  const { dom0 } = host;
  const entries = new Map<string, FileEntry>();
  const names = new Map<string, Set<string>>();

  function enlist(path: string): void {
    const at = path.lastIndexOf('/');
    if (path === '/' || at < 0) return;
    const parent = at === 0 ? '/' : path.slice(0, at);
    const known = names.get(parent);
    if (known?.has(path.slice(at + 1)) === true) return;
    if (known === undefined) names.set(parent, new Set([path.slice(at + 1)]));
    else known.add(path.slice(at + 1));
    if (!entries.has(parent)) entries.set(parent, { is: 'folder', changedMs: dom0.bootedMs });
    enlist(parent);
  }

  function put(path: string, entry: FileEntry): void {
    entries.set(path, entry);
    enlist(path);
  }

  function build(): void {
    entries.clear();
    names.clear();
    put('/', { is: 'folder', changedMs: dom0.bootedMs });
    const builder: TreeBuilder = {
      file: (path, read, { changedMs = dom0.bootedMs, mode, size } = {}) =>
        put(path, {
          is: 'file',
          read: () => bytesOf(read()),
          changedMs,
          ...(mode === undefined ? {} : { mode }),
          ...(size === undefined ? {} : { size }),
        }),
      link: (path, to) => put(path, { is: 'link', to, changedMs: dom0.bootedMs }),
      folder: (path, { changedMs = dom0.bootedMs, mode } = {}) => put(path, { is: 'folder', changedMs, ...(mode === undefined ? {} : { mode }) }),
      socket: (path) => put(path, { is: 'socket', changedMs: dom0.xapiStartedMs }),
    };
    for (const add of parts) add(builder, { world, host });
    for (const [path, bytes] of dom0.files) {
      if (bytes === undefined) remove(path);
      else put(path, { is: 'file', read: () => bytes, changedMs: world.clock.now() });
    }
  }

  function remove(path: string): void {
    for (const known of entries.keys()) if (known === path || known.startsWith(`${path}/`)) entries.delete(known);
    const at = path.lastIndexOf('/');
    names.get(at === 0 ? '/' : path.slice(0, at))?.delete(path.slice(at + 1));
  }

  function resolve(path: string, depth = 0): string {
    if (depth > 8) return path;
    let reached = '';
    for (const part of path.split('/').filter((piece) => piece !== '')) {
      reached = `${reached}/${part}`;
      const entry = entries.get(reached);
      if (entry?.is !== 'link') continue;
      const base = reached.slice(0, reached.lastIndexOf('/'));
      const target = entry.to.startsWith('/') ? entry.to : normal(`${base}/${entry.to}`);
      reached = resolve(target, depth + 1);
    }
    return reached === '' ? '/' : reached;
  }

  function parentResolved(path: string): string {
    const at = path.lastIndexOf('/');
    return at <= 0 ? path : `${resolve(path.slice(0, at)).replace(/\/$/, '')}${path.slice(at)}`;
  }

  build();
  return {
    find: (path) => entries.get(resolve(path)),
    findLink: (path) => entries.get(parentResolved(path)),
    list: (path) => [...(names.get(resolve(path)) ?? [])].toSorted(),
    resolve,
    write(path, bytes, how) {
      const wanted = resolve(path);
      const entry = entries.get(wanted);
      const failure = writeFailure(dom0, wanted, entry, bytes.length);
      if (failure !== undefined) return failure;
      const before = how === 'append' && entry?.is === 'file' ? entry.read() : '';
      if (how === 'replace' && entry?.is === 'file') freed(host, wanted, entry.size ?? 0);
      dom0.files.set(wanted, `${before}${bytes}`);
      build();
      return undefined;
    },
    remove(path) {
      const wanted = parentResolved(path);
      const failure = writeFailure(dom0, wanted, undefined, 0);
      if (failure !== undefined) return failure;
      for (const [known, entry] of entries) {
        if ((known === wanted || known.startsWith(`${wanted}/`)) && entry.is === 'file') freed(host, known, entry.size ?? entry.read().length);
      }
      dom0.files.set(wanted, undefined);
      build();
      return undefined;
    },
  };
}

function normal(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

function diskOf(path: string): 'root' | 'log' | undefined {
  if (['/proc/', '/sys/', '/dev/', '/run/', '/tmp/'].some((folder) => path.startsWith(folder))) return undefined;
  return path.startsWith('/var/log/') ? 'log' : 'root';
}

function writeFailure(dom0: Dom0, path: string, entry: FileEntry | undefined, bytes: number): WriteFailure | undefined {
  if (entry?.is === 'folder') return 'Is a directory';
  if (path.startsWith('/proc/') || path.startsWith('/sys/')) return 'Permission denied';
  const disk = diskOf(path);
  if (disk === undefined) return undefined;
  if (dom0.disks[disk].isReadOnly) return 'Read-only file system';
  const size = disk === 'root' ? ROOT_KIB : LOG_KIB;
  return bytes > 0 && dom0.disks[disk].usedKib >= size ? 'No space left on device' : undefined;
}

/** What a file took is free again. */
function freed(host: SimHost, path: string, bytes: number): void {
  const { dom0 } = host;
  const disk = diskOf(path);
  if (disk === undefined || bytes === 0) return;
  dom0.disks[disk].usedKib = Math.max(0, dom0.disks[disk].usedKib - Math.ceil(bytes / 1024));
  host.fullDisks.delete(disk);
}
