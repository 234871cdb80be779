import type { Way } from '#shared/domain/networks/network-map.ts';

/** The sign beside the word. */
export function lookOf(link: Way['link']) {
  switch (link) {
    case 'up':
      return { icon: 'ok', tone: 'ok' } as const;
    case 'down':
      return { icon: 'error', tone: 'danger' } as const;
    case 'degraded':
      return { icon: 'warning', tone: 'warn' } as const;
    default:
      return { icon: 'clock', tone: 'known' } as const;
  }
}
