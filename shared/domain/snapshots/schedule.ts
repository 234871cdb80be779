import type { RecordOf } from '#shared/domain/inventory/watched.ts';
import type { SnapshotKeeps } from '#shared/domain/operations/vm-request.ts';

/** By the clock of the host that is the master. */
export type Rhythm =
  | { readonly every: 'hour'; readonly minute: number }
  | { readonly every: 'day'; readonly hour: number; readonly minute: number }
  /** Days by their English names, as the server has them. */
  | { readonly every: 'week'; readonly days: readonly string[]; readonly hour: number; readonly minute: number };

type Schedule = RecordOf<'snapshotSchedule'>;

/** Undefined where another program has written what makes no rhythm. */
export function rhythmOf({ frequency, schedule }: Schedule): Rhythm | undefined {
  const minute = within(schedule['min'], 59);
  const hour = within(schedule['hour'], 23);
  if (minute === undefined) return undefined;
  if (frequency === 'hourly') return { every: 'hour', minute };
  if (hour === undefined) return undefined;
  if (frequency === 'daily') return { every: 'day', hour, minute };
  const days = (schedule['days'] ?? '').split(',').flatMap((day) => (day.trim() === '' ? [] : [day.trim()]));
  return frequency === 'weekly' && days.length > 0 ? { every: 'week', days, hour, minute } : undefined;
}

function within(text: string | undefined, most: number): number | undefined {
  const said = Number(text);
  return text === undefined || text.trim() === '' || !Number.isInteger(said) || said < 0 || said > most ? undefined : said;
}

export function keptBySchedule({ type }: Schedule): SnapshotKeeps {
  if (type === 'checkpoint') return 'memory';
  return type === 'snapshot_with_quiesce' ? 'quiesced' : 'disks';
}
