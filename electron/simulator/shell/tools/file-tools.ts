import type { Work } from '#simulator/world/process.ts';
import { absolute, type FileEntry } from '../files.ts';
import { optionsOf } from '../options.ts';
import type { Process, Tools } from '../process.ts';
import { dateTextOf } from './date.ts';
import { isHanging } from './stuck.ts';

export const fileTools: Tools = {
  ls,
  stat,
  readlink(process) {
    const options = optionsOf(process.args);
    let status = 0;
    for (const path of options.operands) {
      const entry = process.machine.files.findLink(absolute(process.folder, path));
      if (options.has('f') || options.has('e')) process.out(`${process.machine.files.resolve(absolute(process.folder, path))}\n`);
      else if (entry?.is === 'link') process.out(`${entry.to}\n`);
      else status = 1;
    }
    return status;
  },
  realpath(process) {
    for (const path of optionsOf(process.args).operands) process.out(`${process.machine.files.resolve(absolute(process.folder, path))}\n`);
    return 0;
  },
  basename(process) {
    const options = optionsOf(process.args, 's');
    const [path, suffix] = options.operands;
    if (path === undefined) {
      process.err('basename: missing operand\n');
      return 1;
    }
    const name = path.replace(/\/+$/, '').split('/').at(-1) ?? '';
    process.out(`${suffix !== undefined && name.endsWith(suffix) ? name.slice(0, -suffix.length) : name}\n`);
    return 0;
  },
  dirname(process) {
    const path = (process.args[0] ?? '').replace(/\/[^/]*\/?$/, '');
    process.out(`${path === '' ? (process.args[0]?.startsWith('/') === true ? '/' : '.') : path}\n`);
    return 0;
  },
  rm(process) {
    const options = optionsOf(process.args);
    let status = 0;
    for (const path of options.operands) {
      const wanted = absolute(process.folder, path);
      const entry = process.machine.files.findLink(wanted);
      if (entry === undefined) {
        if (options.has('f')) continue;
        process.err(`rm: cannot remove '${path}': No such file or directory\n`);
        status = 1;
        continue;
      }
      if (entry.is === 'folder' && !options.has('r') && !options.has('R')) {
        process.err(`rm: cannot remove '${path}': Is a directory\n`);
        status = 1;
        continue;
      }
      const failure = process.machine.files.remove(wanted);
      if (failure === undefined) continue;
      process.err(`rm: cannot remove '${path}': ${failure}\n`);
      status = 1;
    }
    return status;
  },
  touch: (process) => write(process, ''),
  truncate: (process) => write(process, undefined),
  mkdir: () => 0,
  cp(process) {
    const [from = '', to = ''] = optionsOf(process.args).operands;
    const entry = process.machine.files.find(absolute(process.folder, from));
    if (entry?.is !== 'file') {
      process.err(`cp: cannot stat '${from}': No such file or directory\n`);
      return 1;
    }
    const failure = process.machine.files.write(absolute(process.folder, to), entry.read(), 'replace');
    if (failure !== undefined) process.err(`cp: cannot create regular file '${to}': ${failure}\n`);
    return failure === undefined ? 0 : 1;
  },
  find,
  du(process) {
    const { operands } = optionsOf(process.args, 'd max-depth');
    for (const path of operands.length > 0 ? operands : ['.']) {
      const wanted = absolute(process.folder, path);
      for (const inner of process.machine.files.list(wanted)) {
        const full = `${wanted === '/' ? '' : wanted}/${inner}`;
        process.out(`${Math.ceil(totalOf(process, full) / 1024)}\t${full}\n`);
      }
      process.out(`${Math.ceil(totalOf(process, wanted) / 1024)}\t${path}\n`);
    }
    return 0;
  },
};

function write(process: Process, text: string | undefined): number {
  const options = optionsOf(process.args, 's r d t');
  let status = 0;
  for (const path of options.operands) {
    const failure = process.machine.files.write(absolute(process.folder, path), text ?? '', text === undefined ? 'replace' : 'append');
    if (failure === undefined) continue;
    process.err(`${process.name}: cannot touch '${path}': ${failure}\n`);
    status = 1;
  }
  return status;
}

function sizeOf(entry: FileEntry): number {
  if (entry.is !== 'file') return entry.is === 'folder' ? 4096 : 0;
  return entry.size ?? entry.read().length;
}

function totalOf(process: Process, path: string): number {
  const { files } = process.machine;
  const entry = files.findLink(path);
  if (entry === undefined) return 0;
  if (entry.is !== 'folder') return sizeOf(entry);
  return files.list(path).reduce((sum, name) => sum + totalOf(process, `${path === '/' ? '' : path}/${name}`), 4096);
}

function ls(process: Process): number {
  const options = optionsOf(process.args, 'I');
  const isLong = options.has('l');
  let status = 0;
  const paths = options.operands.length > 0 ? options.operands : ['.'];
  const line = (path: string, name: string): void => {
    const entry = process.machine.files.findLink(path);
    if (entry === undefined) return;
    process.out(
      isLong ? `${longLine(process, entry, options.value('time-style'))} ${name}${entry.is === 'link' ? ` -> ${entry.to}` : ''}\n` : `${name}\n`,
    );
  };
  for (const path of paths) {
    const wanted = absolute(process.folder, path);
    const entry = options.has('d') ? process.machine.files.findLink(wanted) : process.machine.files.find(wanted);
    if (entry === undefined) {
      process.err(`ls: cannot access ${path}: No such file or directory\n`);
      status = 2;
    } else if (entry.is !== 'folder' || options.has('d')) line(wanted, path);
    else {
      const names = process.machine.files.list(wanted).filter((name) => options.has('a') || !name.startsWith('.'));
      const timed = options.has('t')
        ? names.toSorted((a, b) => changedOf(process, `${wanted}/${b}`) - changedOf(process, `${wanted}/${a}`))
        : names.toSorted();
      const ordered = options.has('r') ? timed.toReversed() : timed;
      if (paths.length > 1) process.out(`${path}:\n`);
      if (isLong) process.out(`total ${ordered.length * 4}\n`);
      for (const name of ordered) line(`${wanted === '/' ? '' : wanted}/${name}`, name);
    }
  }
  return status;
}

function changedOf(process: Process, path: string): number {
  return process.machine.files.findLink(path)?.changedMs ?? 0;
}

function longLine(process: Process, entry: FileEntry, style: string | undefined): string {
  const size = sizeOf(entry);
  const time =
    style === '+%s'
      ? String(Math.floor(entry.changedMs / 1000))
      : dateTextOf(style === undefined ? '%b %e %H:%M' : style.replace(/^\+/, ''), entry.changedMs);
  return `${modeText(entry)} ${entry.is === 'folder' ? 2 : 1} root root ${String(size).padStart(process.args.length > 0 ? 4 : 1)} ${time}`;
}

function modeOf(entry: FileEntry): number {
  if (entry.is === 'file') return entry.mode ?? 0o644;
  return entry.is === 'folder' ? (entry.mode ?? 0o755) : 0o777;
}

function modeText(entry: FileEntry): string {
  const kind = { file: '-', folder: 'd', link: 'l', socket: 's' }[entry.is];
  const bits = modeOf(entry).toString(2).padStart(9, '0');
  return (
    kind +
    bits
      .split('')
      .map((bit, index) => (bit === '1' ? 'rwx'[index % 3] : '-'))
      .join('')
  );
}

/** Whoever asks about a mount whose server is gone waits in the kernel until it is back. */
function* stat(process: Process): Work<number> {
  for (const path of optionsOf(process.args, 'c printf format').operands) {
    while (isHanging(process.machine, absolute(process.folder, path))) {
      process.group.isStuck = true;
      yield LOOK_AGAIN_MS;
    }
    process.group.isStuck = false;
  }
  return statOf(process);
}

const LOOK_AGAIN_MS = 1_000;

/** `%n` and its kin, or the shape of `stat -f` where a whole file system is asked about. */
function statOf(process: Process): number {
  const options = optionsOf(process.args, 'c printf format');
  const format = options.value('c') ?? options.value('format') ?? options.value('printf') ?? '  File: %n\n  Size: %s';
  let status = 0;
  for (const path of options.operands) {
    const wanted = absolute(process.folder, path);
    const entry = options.has('L') ? process.machine.files.find(wanted) : process.machine.files.findLink(wanted);
    if (entry === undefined) {
      process.err(`stat: cannot stat '${path}': No such file or directory\n`);
      status = 1;
      continue;
    }
    const values: Readonly<Record<string, string>> = options.has('f')
      ? { b: '4628414', a: '2730764', f: '2730764', S: '4096', s: '4096', n: path, T: 'ext2/ext3' }
      : {
          n: path,
          N: entry.is === 'link' ? `'${path}' -> '${entry.to}'` : `'${path}'`,
          s: String(sizeOf(entry)),
          Y: String(Math.floor(entry.changedMs / 1000)),
          Z: String(Math.floor(entry.changedMs / 1000)),
          X: String(Math.floor(entry.changedMs / 1000)),
          y: dateTextOf('%Y-%m-%d %H:%M:%S.000000000 +0000', entry.changedMs),
          a: modeOf(entry).toString(8),
          A: modeText(entry),
          U: 'root',
          G: 'root',
          u: '0',
          g: '0',
          F: { file: 'regular file', folder: 'directory', link: 'symbolic link', socket: 'socket' }[entry.is],
        };
    const text = format.replaceAll(/%([a-zA-Z])/g, (whole, letter: string) => values[letter] ?? whole);
    process.out(options.has('printf') ? text.replaceAll('\\n', '\n') : `${text}\n`);
  }
  return status;
}

/** The tests people use: -name, -type, -size, -mtime, -xdev, with -print, -printf and -delete. */
function find(process: Process): number {
  const firstTest = process.args.findIndex((word) => word.startsWith('-'));
  const tests = firstTest < 0 ? [] : process.args.slice(firstTest);
  const roots = firstTest < 0 ? process.args : process.args.slice(0, firstTest);
  const valueOf = (name: string): string | undefined => {
    const at = tests.indexOf(name);
    return at < 0 ? undefined : tests[at + 1];
  };
  const { files, world, host } = process.machine;
  const nowMs = world.clock.now() + host.clockSkewMs;
  const pattern = valueOf('-name');
  const expression = pattern === undefined ? undefined : new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '.*').replaceAll('?', '.')}$`);
  const depthLimit = Number(valueOf('-maxdepth') ?? 20);
  const isFitting = (path: string, entry: FileEntry): boolean => {
    const type = valueOf('-type');
    if (type !== undefined && { f: 'file', d: 'folder', l: 'link', s: 'socket' }[type] !== entry.is) return false;
    if (expression !== undefined && !expression.test(path.split('/').at(-1) ?? '')) return false;
    const size = /^\+(\d+)([kMG])/.exec(valueOf('-size') ?? '');
    if (size !== null && sizeOf(entry) <= Number(size[1]) * ({ k: 1024, M: 1024 ** 2, G: 1024 ** 3 }[size[2] ?? 'k'] ?? 1)) return false;
    const days = /^([+-]?)(\d+)$/.exec(valueOf('-mtime') ?? '');
    if (days === null) return true;
    const age = Math.floor((nowMs - entry.changedMs) / 86_400_000);
    return days[1] === '+' ? age > Number(days[2]) : days[1] === '-' ? age < Number(days[2]) : age === Number(days[2]);
  };
  let status = 0;
  // Room that one file gives back may take others of the rotated logs along, so nothing goes before all have been found.
  const doomed: string[] = [];
  const visit = (path: string, depth: number): void => {
    const entry = files.findLink(absolute(process.folder, path));
    if (entry === undefined) {
      process.err(`find: '${path}': No such file or directory\n`);
      status = 1;
      return;
    }
    if (isFitting(path, entry)) {
      if (tests.includes('-delete')) doomed.push(path);
      else process.out(printed(valueOf('-printf'), path, entry));
    }
    if (entry.is === 'folder' && depth < depthLimit && !/^\/(proc|sys)(\/|$)/.test(path)) {
      for (const name of files.list(absolute(process.folder, path))) visit(`${path === '/' ? '' : path}/${name}`, depth + 1);
    }
  };
  for (const root of roots.length > 0 ? roots : ['.']) visit(root, 0);
  for (const path of doomed) {
    const failure = files.remove(absolute(process.folder, path));
    if (failure === undefined) continue;
    process.err(`find: cannot delete '${path}': ${failure}\n`);
    status = 1;
  }
  return status;
}

function printed(format: string | undefined, path: string, entry: FileEntry): string {
  if (format === undefined) return `${path}\n`;
  return format
    .replaceAll('\\n', '\n')
    .replaceAll('\\t', '\t')
    .replaceAll(/%(T@|[spf])/g, (_, what: string) => {
      if (what === 's') return String(sizeOf(entry));
      if (what === 'T@') return (entry.changedMs / 1000).toFixed(1);
      return what === 'p' ? path : (path.split('/').at(-1) ?? '');
    });
}
