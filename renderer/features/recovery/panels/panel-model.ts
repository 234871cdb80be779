import type { HostSight, Section, Seen, SightValues, WhyUnseen } from '#shared/domain/diagnosis/sight.ts';
import { panelText } from '#shared/text/recovery-panels-text.ts';
import type { Tone } from '#renderer/ui/Icon.tsx';
import type { IconName } from '#renderer/ui/icon-paths.ts';
import type { PoolWord } from '../believed-of.ts';

/** A value in words, with a mark where it is worth one. */
export interface Cell {
  readonly word: string;
  readonly mark?: Mark | undefined;
  readonly isEvidence?: boolean | undefined;
  /** The pool believes something else. */
  readonly differs?: boolean | undefined;
  readonly isQuiet?: boolean | undefined;
}

export type Mark = 'ok' | 'warn' | 'danger' | 'unused';

export interface PanelRow {
  readonly label: string;
  readonly cell: Cell;
}

export interface PanelTable {
  readonly label: string;
  readonly columns: readonly { readonly title: string; readonly align?: 'start' | 'end' }[];
  readonly rows: readonly { readonly key: string; readonly cells: readonly Cell[] }[];
  /** Instead of rows, where there are none. */
  readonly empty: string;
}

/** One panel as data: what it shows, what it says of itself in its header, and when that was read. */
export interface PanelModel {
  readonly id: string;
  readonly title: string;
  readonly icon: IconName;
  readonly verdict?: { readonly mark: Mark; readonly word: string } | undefined;
  readonly rows: readonly PanelRow[];
  readonly tables: readonly PanelTable[];
  /** Links of a chain, in their order; the first that is broken is what matters. */
  readonly chain?: readonly ChainLink[] | undefined;
  readonly state: PanelState;
}

export interface ChainLink {
  readonly name: string;
  readonly state: 'good' | 'broken' | 'unknown';
  readonly detail?: string | undefined;
}

export type PanelState =
  | { readonly is: 'waiting' }
  | { readonly is: 'failed'; readonly why: WhyUnseen; readonly atMs: number }
  /** The oldest of what it shows. */
  | { readonly is: 'read'; readonly atMs: number };

/** What the panels are made of. */
export interface PanelFacts {
  readonly sight: HostSight;
  readonly believed: PoolWord;
  readonly nowMs: number;
}

/** The state of a panel that rests on these sections; one that failed does not spoil the others. */
export function stateOf(sight: HostSight, sections: readonly Section[]): PanelState {
  const seen = sections.map((section): Seen<unknown> => sight[section]);
  const times = seen.flatMap((one) => (one.is === 'seen' ? [one.atMs] : []));
  if (times.length > 0) return { is: 'read', atMs: Math.min(...times) };
  const failed = seen.find((one) => one.is === 'failed');
  return failed === undefined ? { is: 'waiting' } : { is: 'failed', why: failed.why, atMs: failed.atMs };
}

/** A row from one section: its value in words, or why there is none. */
export function row<S extends Section>(sight: HostSight, section: S, label: string, say: (value: SightValues[S]) => Cell | string): PanelRow {
  return { label, cell: cellOf(sight[section], say) };
}

/** The compiler does not follow a generic index into the union, so the section comes as it is. */
function cellOf<T>(seen: Seen<T>, say: (value: T) => Cell | string): Cell {
  if (seen.is === 'not-asked') return { word: panelText.notAsked, isQuiet: true };
  if (seen.is === 'failed') return { word: panelText.unread(panelText.why[seen.why]), mark: 'warn' };
  const said = say(seen.value);
  return typeof said === 'string' ? plain(said) : said;
}

function plain(word: string): Cell {
  return word === '' ? { word: panelText.none, isQuiet: true } : { word };
}

export function valueOf<S extends Section>(sight: HostSight, section: S): SightValues[S] | undefined {
  const seen: Seen<SightValues[S]> = sight[section];
  return seen.is === 'seen' ? seen.value : undefined;
}

/** A table from one section, which says why when it has no rows. */
export function tableOf<S extends Section>(
  sight: HostSight,
  section: S,
  table: Omit<PanelTable, 'rows'>,
  rows: (value: SightValues[S]) => PanelTable['rows'],
): PanelTable {
  const seen: Seen<SightValues[S]> = sight[section];
  if (seen.is === 'not-asked') return { ...table, rows: [], empty: panelText.notAsked };
  if (seen.is === 'failed') return { ...table, rows: [], empty: panelText.unread(panelText.why[seen.why]) };
  return { ...table, rows: rows(seen.value) };
}

const tones: Readonly<Record<Mark, { readonly icon: IconName; readonly tone: Tone }>> = {
  ok: { icon: 'ok', tone: 'ok' },
  warn: { icon: 'warning', tone: 'warn' },
  danger: { icon: 'error', tone: 'danger' },
  unused: { icon: 'dash', tone: 'quiet' },
};

export function lookOfMark(mark: Mark): { readonly icon: IconName; readonly tone: Tone } {
  return tones[mark];
}

/** The whole panel as text, for the clipboard and for reports. */
export function panelAsText({ title, verdict, rows, tables, chain }: PanelModel): string {
  const line = ({ word, differs }: Cell): string => (differs === true ? `≠ ${word}` : word);
  const parts = [
    verdict === undefined ? title : `${title}: ${verdict.word}`,
    ...rows.map(({ label, cell }) => `${label}: ${line(cell)}`),
    ...tables.flatMap((table) => [
      '',
      table.columns.map(({ title: column }) => column).join('\t'),
      ...(table.rows.length === 0 ? [table.empty] : table.rows.map(({ cells }) => cells.map(line).join('\t'))),
    ]),
    ...(chain ?? []).map(({ name, state, detail }) => `${name}: ${panelText.links[state]}${detail === undefined ? '' : ` (${detail})`}`),
  ];
  return parts.join('\n');
}

/** When anything of it was read last. */
export function newestOf(sight: HostSight): number | undefined {
  const times = Object.values(sight).flatMap((seen) => (seen.is === 'seen' ? [seen.atMs] : []));
  return times.length === 0 ? undefined : Math.max(...times);
}
