import type { MemberWord } from '#shared/domain/diagnosis/member-word.ts';
import type { OwnFailure } from '#shared/domain/routes/attempt.ts';
import { ownFailureText } from './route-words.ts';

/** What the other hosts of the pool say of themselves. */
export const neighboursText = {
  title: 'What the other hosts say',
  note: 'asked over SSH every 30 s',
  host: 'Host',
  role: 'Role',
  database: 'Database',
  ha: 'HA',
  vms: 'VMs',
  newest: 'newest',
  armed: 'armed',
  notArmed: 'off',
  unknown: 'unknown',
  notAsked: 'Not asked yet',
  ask: 'Confirm…',
  askAbout: (name: string) => `Confirm how to log in on ${name}`,
} as const;

export function roleWords({ role, master }: MemberWord): string {
  if (role === 'master') return 'master';
  if (role === 'broken') return 'broken';
  return role === 'member' ? `follows ${master ?? ''}`.trim() : neighboursText.unknown;
}

export function notReachedWords(why: OwnFailure): string {
  return why.is === 'host-key-unconfirmed' ? 'Its key is not confirmed' : ownFailureText(why);
}
