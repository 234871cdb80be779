import type { RowMark, TreeRow } from '#shared/domain/tree/rows.ts';
import { windowText } from '#shared/text/window-text.ts';
import type { Tone } from '#renderer/ui/Icon.tsx';
import type { IconName } from '#renderer/ui/icon-paths.ts';

export interface RowLook {
  readonly icon: IconName;
  readonly tone: Tone;
  /** The one short fact at the right edge. */
  readonly fact?: RowFact | undefined;
}

export interface RowFact {
  readonly word: string;
  readonly icon?: IconName;
  readonly tone?: Tone;
}

const say = windowText.tree;

export function lookOf(row: TreeRow): RowLook {
  const { mark } = row;
  switch (mark.is) {
    case 'server':
      return { icon: 'link', tone: 'quiet', fact: connectionFact(mark.state) };
    case 'pool':
      return { icon: 'pool', tone: 'neutral', fact: connectionFact(mark.state) ?? darkFact(mark.darkHosts) };
    case 'host':
      return { icon: 'host', tone: mark.isLive ? 'neutral' : 'warn', fact: hostFact(mark, row.fold === 'folded') };
    case 'vm':
      return vmLook(mark.power);
    default:
      return mark satisfies never;
  }
}

function connectionFact(state: 'connecting' | 'live' | 'stale' | 'closed'): RowFact | undefined {
  if (state === 'live') return undefined;
  return state === 'connecting' ? { word: say.connecting } : { word: say.lost, icon: 'clock' };
}

function darkFact(count: number): RowFact | undefined {
  return count === 0 ? undefined : { word: say.darkHosts(count), icon: 'dark', tone: 'warn' };
}

function hostFact(mark: Extract<RowMark, { is: 'host' }>, isFolded: boolean): RowFact | undefined {
  if (!mark.isLive) return { word: say.dark, icon: 'dark', tone: 'warn' };
  if (!mark.isEnabled) return { word: say.disabled, icon: 'dash' };
  if (mark.isMaster) return { word: isFolded ? say.masterWith(mark.vms) : say.master, icon: 'crown' };
  return isFolded ? { word: String(mark.vms) } : undefined;
}

function vmLook(power: string): RowLook {
  switch (power) {
    case 'Running':
      return { icon: 'vmRunning', tone: 'ok' };
    case 'Paused':
      return { icon: 'vmPaused', tone: 'info', fact: { word: say.paused } };
    case 'Suspended':
      return { icon: 'vmPaused', tone: 'info', fact: { word: say.suspended } };
    default:
      return { icon: 'vmStopped', tone: 'quiet' };
  }
}
