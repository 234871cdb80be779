import type { HostState, RowMark } from '#shared/domain/tree/marks.ts';
import type { TreeRow } from '#shared/domain/tree/tree-row.ts';
import { timeText } from '#shared/text/format.ts';
import { groupNames, treeText as say } from '#shared/text/tree-text.ts';
import type { Tone } from '#renderer/ui/Icon.tsx';
import type { IconName } from '#renderer/ui/icon-paths.ts';

export interface RowLook {
  readonly icon: IconName;
  readonly tone: Tone;
  readonly name: string;
  /** What the picture alone says. */
  readonly spoken?: string | undefined;
  /** The one short fact at the right edge. */
  readonly fact?: RowFact | undefined;
}

export interface RowFact {
  readonly word: string;
  readonly icon?: IconName;
  readonly tone?: 'warn' | 'ssh' | undefined;
  /** The same in full, for the tooltip. */
  readonly full?: string;
}

/** What a row looks like: the age of what it shows comes before any other fact. */
export function lookOf(row: TreeRow, nowMs: number): RowLook {
  const look = { ...pictureOf(row.mark), name: nameOf(row), spoken: row.mark.is === 'vm' ? vmWords[row.mark.state] : undefined };
  return { ...look, fact: ageOf(row, nowMs) ?? worstBelow(row) ?? factOf(row) };
}

function nameOf({ name, mark, isHidden }: TreeRow): string {
  if (mark.is === 'group' && name === '') return groupNames[mark.of as keyof typeof groupNames];
  return isHidden ? say.hiddenName(name) : name;
}

function ageOf({ truth, mark }: TreeRow, nowMs: number): RowFact | undefined {
  switch (truth.is) {
    case 'live':
      return undefined;
    case 'ssh': {
      const time = timeText(truth.atMs, nowMs);
      if (truth.isAbsent === true) return { word: say.notOnIt, icon: 'warning', tone: 'warn', full: say.notOnItAt(time) };
      return { word: time, icon: 'key', tone: 'ssh', full: say.sshAt(time) };
    }
    default:
      return lastKnown(truth.atMs, { mark, nowMs });
  }
}

function lastKnown(atMs: number | undefined, { mark, nowMs }: { mark: RowMark; nowMs: number }): RowFact | undefined {
  if (isFile(mark)) return fileFact(atMs, nowMs);
  const isTop = mark.is === 'pool' || mark.is === 'server' || (mark.is === 'host' && mark.state === 'lost' && atMs !== undefined);
  if (atMs === undefined) return isTop ? { word: say.lost, icon: 'clock' } : undefined;
  const time = timeText(atMs, nowMs);
  return { word: isTop ? `${say.lost} · ${time}` : time, icon: 'clock', full: say.lastKnownAt(time) };
}

function isFile(mark: RowMark): boolean {
  return (mark.is === 'pool' || mark.is === 'server' || mark.is === 'host') && mark.state === 'file';
}

/** Nothing is wrong with a pool from a file: it says so once, with the age of the file. */
function fileFact(atMs: number | undefined, nowMs: number): RowFact | undefined {
  if (atMs === undefined) return undefined;
  const time = timeText(atMs, nowMs);
  return { word: `${say.file} · ${time}`, icon: 'doc', full: say.fileOf(time) };
}

/** A pool always tells of its dark hosts; whatever is folded tells the worst it hides. */
function worstBelow({ below, fold, mark }: TreeRow): RowFact | undefined {
  if (mark.is === 'host' && mark.state !== 'live') return undefined;
  if (below.dark > 0 && (fold === 'folded' || mark.is === 'pool')) return { word: say.darkHosts(below.dark), icon: 'dark', tone: 'warn' };
  if (below.troubled > 0 && fold === 'folded') return { word: say.problems(below.troubled), icon: 'warning', tone: 'warn' };
  return undefined;
}

function factOf(row: TreeRow): RowFact | undefined {
  const { mark, fold, below } = row;
  const isFolded = fold === 'folded';
  switch (mark.is) {
    case 'server':
      return serverFacts[mark.state];
    case 'pool':
      return isFolded ? { word: say.hostsAndVms(below.hosts, below.vms) } : undefined;
    case 'host':
      return hostFact(mark, { isFolded, vms: below.vms });
    case 'vm':
      return vmFacts[mark.state];
    case 'sr':
      return srFact(mark);
    case 'group':
      return isFolded && row.below.vms > 0 ? { word: String(below.vms) } : undefined;
    default:
      return undefined;
  }
}

const serverFacts: Readonly<Record<Extract<RowMark, { is: 'server' }>['state'], RowFact>> = {
  connecting: { word: say.connecting },
  live: { word: say.loading },
  lost: { word: say.lost, icon: 'clock' },
  file: { word: say.file, icon: 'doc' },
};

const hostFacts: Readonly<Partial<Record<HostState, RowFact>>> = {
  connecting: { word: say.connecting },
  dark: { word: say.dark, icon: 'dark', tone: 'warn' },
  disagree: { word: say.disagree, icon: 'dark', tone: 'warn' },
  evacuating: { word: say.evacuating, icon: 'wrench' },
  maintenance: { word: say.maintenance, icon: 'wrench' },
  disabled: { word: say.disabled, icon: 'dash' },
  unlicensed: { word: say.unlicensed, icon: 'warning', tone: 'warn' },
  older: { word: say.older, icon: 'warning', tone: 'warn' },
  'restart-due': { word: say.restartDue, icon: 'refresh' },
};

function hostFact(mark: Extract<RowMark, { is: 'host' }>, at: { isFolded: boolean; vms: number }): RowFact | undefined {
  const state = hostFacts[mark.state];
  if (state !== undefined) return state;
  if (mark.isMaster) return { word: at.isFolded ? say.masterWith(at.vms) : say.master, icon: 'crown' };
  return at.isFolded && at.vms > 0 ? { word: String(at.vms) } : undefined;
}

const vmFacts: Readonly<Record<Extract<RowMark, { is: 'vm' }>['state'], RowFact | undefined>> = {
  running: undefined,
  halted: undefined,
  paused: { word: say.paused },
  suspended: { word: say.suspended },
  migrating: { word: say.migrating, icon: 'migrate' },
  changing: { word: say.changing, icon: 'refresh' },
  unknown: { word: say.unknownPower },
};

/** For those who do not see the picture; every other state stands at the edge of the row. */
const vmWords: Readonly<Partial<Record<Extract<RowMark, { is: 'vm' }>['state'], string>>> = { running: say.running, halted: say.shutDown };

function srFact({ state, paths, isDefault }: Extract<RowMark, { is: 'sr' }>): RowFact | undefined {
  switch (state) {
    case 'detached':
      return { word: say.detached };
    case 'unplugged':
      return { word: say.unplugged, icon: 'warning', tone: 'warn' };
    case 'broken':
      return { word: say.broken, icon: 'warning', tone: 'warn' };
    case 'paths-lost':
      return paths === undefined ? undefined : { word: say.paths(paths.up, paths.all), icon: 'warning', tone: 'warn' };
    default:
      return isDefault ? { word: say.isDefault } : undefined;
  }
}

function pictureOf(mark: RowMark): Pick<RowLook, 'icon' | 'tone'> {
  switch (mark.is) {
    case 'server':
      return { icon: 'link', tone: 'quiet' };
    case 'host':
      return { icon: 'host', tone: mark.state === 'dark' || mark.state === 'disagree' ? 'warn' : 'neutral' };
    case 'vm':
      return vmPictures[mark.state];
    case 'sr':
      return { icon: mark.isDisc ? 'disc' : 'sr', tone: mark.state === 'detached' ? 'quiet' : 'neutral' };
    case 'snapshot':
      return { icon: 'camera', tone: 'neutral' };
    case 'group':
      return { icon: groupIcons[mark.of] ?? 'folder', tone: 'neutral' };
    case 'vdi':
      return { icon: 'disk', tone: 'neutral' };
    default:
      return { icon: mark.is, tone: 'neutral' };
  }
}

const vmPictures: Readonly<Record<Extract<RowMark, { is: 'vm' }>['state'], Pick<RowLook, 'icon' | 'tone'>>> = {
  running: { icon: 'vmRunning', tone: 'ok' },
  migrating: { icon: 'vmRunning', tone: 'ok' },
  changing: { icon: 'vmPaused', tone: 'warn' },
  paused: { icon: 'vmPaused', tone: 'info' },
  suspended: { icon: 'vmPaused', tone: 'info' },
  halted: { icon: 'vmStopped', tone: 'quiet' },
  unknown: { icon: 'vmStopped', tone: 'quiet' },
};

const groupIcons: Readonly<Record<string, IconName>> = {
  pool: 'pool',
  host: 'host',
  vm: 'vmStopped',
  template: 'template',
  snapshot: 'camera',
  sr: 'sr',
  vdi: 'disk',
  network: 'network',
  appliance: 'appliance',
  appliances: 'appliance',
  tags: 'tag',
  tag: 'tag',
  fields: 'edit',
  field: 'edit',
  'field-value': 'edit',
  search: 'search',
};
