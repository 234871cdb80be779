import type { StateWord } from '#shared/domain/search/fact.ts';
import type { ObjectKind } from '#shared/domain/search/found.ts';
import type { Tone } from '#renderer/ui/Icon.tsx';
import type { IconName } from '#renderer/ui/icon-paths.ts';

const icons: Readonly<Record<ObjectKind, IconName>> = {
  pool: 'pool',
  host: 'host',
  vm: 'vmStopped',
  template: 'template',
  snapshot: 'camera',
  sr: 'sr',
  vdi: 'disk',
  network: 'network',
  appliance: 'appliance',
};

const vmIcons: Partial<Readonly<Record<StateWord, IconName>>> = { running: 'vmRunning', paused: 'vmPaused', suspended: 'vmPaused' };

export function iconOf(kind: ObjectKind, state: StateWord | undefined): IconName {
  return (kind === 'vm' && state !== undefined ? vmIcons[state] : undefined) ?? icons[kind];
}

/** An icon beside the word; only what needs somebody has a colour. */
export const stateLook: Readonly<Record<StateWord, { readonly icon: IconName; readonly tone: Tone }>> = {
  running: { icon: 'play', tone: 'ok' },
  halted: { icon: 'stop', tone: 'quiet' },
  suspended: { icon: 'pause', tone: 'quiet' },
  paused: { icon: 'pause', tone: 'quiet' },
  live: { icon: 'ok', tone: 'ok' },
  disabled: { icon: 'dash', tone: 'warn' },
  dark: { icon: 'dark', tone: 'warn' },
  connected: { icon: 'ok', tone: 'ok' },
  partly: { icon: 'warning', tone: 'warn' },
  detached: { icon: 'dash', tone: 'quiet' },
  lost: { icon: 'clock', tone: 'known' },
  file: { icon: 'clock', tone: 'known' },
};
