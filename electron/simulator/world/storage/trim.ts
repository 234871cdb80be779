import { flag, ref, text } from '../fields.ts';
import type { Work } from '../process.ts';
import { forwardTo } from '../reach.ts';
import type { Ref, Row, Value } from '../value.ts';
import type { Call } from '../world.ts';
import { connectionsOf } from './driving.ts';
import { document } from './xml.ts';

/** The array is told of every free block. */
const TRIM_MS = 5_000;

/** The plug-in never fails as a call: what is wrong stands in its answer. */
export function* trim(call: Call, host: Ref, given: Row): Work<Value> {
  const { pool, world } = call;
  yield* forwardTo(call, host);
  const uuid = text(given, 'sr_uuid');
  const sr = pool.database.refs('SR').find((self) => text(pool.database.get('SR', self), 'uuid') === uuid);
  if (sr === undefined || !canTrim(call, sr)) return refusal('UnsupportedSRForTrim', `Trim on [${uuid}] not supported`);
  const isPlugged = connectionsOf(pool, sr).some(({ row }) => ref(row, 'host') === host && flag(row, 'currently_attached'));
  if (!isPlugged) return refusal('SRUnavailable', `Unable to attach SR on host: ${uuid}`);
  yield TRIM_MS * world.slowness;
  return 'True';
}

function canTrim({ pool }: Call, sr: Ref): boolean {
  const type = text(pool.database.get('SR', sr), 'type');
  const driver = pool.database
    .refs('SM')
    .map((self) => pool.database.get('SM', self))
    .find((row) => row['type'] === type);
  return Object.hasOwn((driver?.['features'] ?? {}) as Row, 'SR_TRIM');
}

function refusal(code: string, message: string): string {
  const pair = (key: string, value: string) =>
    [
      'key_value_pair',
      [
        ['key', key],
        ['value', value],
      ],
    ] as const;
  return document(['trim_response', [pair('errcode', code), pair('errmsg', message)]]);
}
