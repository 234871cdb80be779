import type { DatabaseCopy, HostRecordWord, PoolTask, Role, Service, StartMarks, ToolstackProcess } from '../sight-toolstack.ts';
import { linesOf, numberIn, orNothing, xeBlocks, xeMap } from './lines.ts';

/** Whatever is odd counts as broken: so does the toolstack. */
export function parseRole(raw: string): Role | undefined {
  const lines = linesOf(raw);
  const stamp = lines.map((line) => /^(\d{6,}) \d+$/.exec(line)?.[1]).find((found) => found !== undefined);
  const changedAtS = numberIn(stamp);
  const word = lines.find((line) => !/^\d{6,} \d+$/.test(line) && !isComplaint(line))?.trim();
  if (word === undefined) return isMissing(raw) ? { is: 'broken', raw: '', changedAtS } : undefined;
  if (word === 'master') return { is: 'master', changedAtS };
  const master = /^slave:(\S+)$/.exec(word)?.[1];
  return master === undefined ? { is: 'broken', raw: word, changedAtS } : { is: 'member', master, changedAtS };
}

function isComplaint(line: string): boolean {
  return /^(?:cat|stat|ls): /.test(line);
}

function isMissing(raw: string): boolean {
  return /No such file/.test(raw);
}

export function parseServices(raw: string): readonly Service[] | undefined {
  const services = raw.split(/\n\s*\n/).flatMap((block): Service[] => {
    const entries = new Map(
      linesOf(block).map((line): [string, string] => {
        const at = line.indexOf('=');
        return at < 0 ? [line, ''] : [line.slice(0, at), line.slice(at + 1)];
      }),
    );
    const unit = entries.get('Id');
    if (unit === undefined) return [];
    const pid = numberIn(entries.get('MainPID'));
    return [
      {
        unit: unit.replace(/\.service$/, ''),
        load: entries.get('LoadState') ?? '',
        active: entries.get('ActiveState') ?? '',
        sub: entries.get('SubState') ?? '',
        pid: pid === 0 ? undefined : pid,
        result: orNothing(entries.get('Result')),
        since: orNothing(entries.get('ExecMainStartTimestamp')),
      },
    ];
  });
  return services.length === 0 ? undefined : services;
}

export function parseMarks(raw: string): StartMarks | undefined {
  if (raw.trim() === '') return undefined;
  const touched = new Map(
    linesOf(raw).flatMap((line): [string, number][] => {
      const [, at, path] = /^[-dlrwxsSt.+]{10,}\s.*\s(\d{9,})\s(\/\S+)$/.exec(line) ?? [];
      return path === undefined ? [] : [[path, Number(at)]];
    }),
  );
  return {
    pidFileS: touched.get('/var/run/xapi.pid'),
    startupS: touched.get('/var/run/xapi_startup.cookie'),
    initCompleteS: touched.get('/var/run/xapi_init_complete.cookie'),
    isStartBlocked: touched.has('/etc/xensource/xapi_block_startup'),
  };
}

export function parseProcesses(raw: string): readonly ToolstackProcess[] | undefined {
  if (!/^\s*PID\s/m.test(raw)) return undefined;
  return linesOf(raw).flatMap((line): ToolstackProcess[] => {
    const [, pid, state = '', age, memory, cpu, command = ''] = /^\s*(\d+)\s+(\S+)\s+(\d+)\s+(\d+)\s+([\d.]+)\s+(.*)$/.exec(line) ?? [];
    if (pid === undefined) return [];
    return [{ pid: Number(pid), state, ageS: Number(age), memoryKiB: Number(memory), cpuPercent: Number(cpu), command }];
  });
}

export function parseDatabase(raw: string): DatabaseCopy | undefined {
  const [first, second] = linesOf(raw);
  const [, path, changed, size] = /^(\/\S+) (\d+) (\d+)$/.exec(first ?? '') ?? [];
  // Neither place has a readable one: that is an answer.
  if (path === undefined) return raw.trim() === '' ? {} : undefined;
  return { path, changedAtS: Number(changed), sizeBytes: Number(size), generation: numberIn(/^(\d+)$/.exec(second?.trim() ?? '')?.[1]) };
}

export function parseTasks(raw: string): readonly PoolTask[] | undefined {
  if (isNoAnswer(raw)) return undefined;
  return xeBlocks(raw).flatMap((block): PoolTask[] => {
    const uuid = block.get('uuid');
    if (uuid === undefined) return [];
    const created = /^(\d{4})(\d\d)(\d\d)T(\d\d:\d\d:\d\d)Z$/.exec(block.get('created') ?? '');
    const createdMs = created === null ? Number.NaN : Date.parse(`${created[1]}-${created[2]}-${created[3]}T${created[4]}Z`);
    return [
      {
        uuid,
        name: block.get('name-label') ?? '',
        status: block.get('status') ?? '',
        progress: numberIn(block.get('progress')) ?? 0,
        createdMs: Number.isNaN(createdMs) ? undefined : createdMs,
      },
    ];
  });
}

export function parseHostRecord(raw: string): HostRecordWord | undefined {
  const block = isNoAnswer(raw) ? undefined : xeBlocks(raw).at(0);
  if (block === undefined) return undefined;
  const enabled = block.get('enabled');
  const config = xeMap(block.get('other-config') ?? '');
  return {
    isEnabled: enabled === undefined ? undefined : enabled === 'true',
    isInMaintenance: config['MAINTENANCE_MODE'] === 'true',
    pendingGuidances: (block.get('pending-guidances') ?? '').split(/[;,]\s*/).filter((guidance) => guidance !== '' && !guidance.startsWith('<')),
  };
}

/** What xe says in place of an answer. */
export function isNoAnswer(raw: string): boolean {
  return /Connection refused|Lost connection to the server|^Error|command not found|The host is in emergency mode/m.test(raw);
}
