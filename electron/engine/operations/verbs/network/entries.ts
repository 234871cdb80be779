import type { Doing } from '#engine/operations/verb.ts';

/** One entry of an object's other_config; an empty value takes it away. */
export interface Entry {
  readonly of: 'network' | 'PIF' | 'pool';
  readonly ref: string;
  readonly key: string;
  readonly value: string;
}

/** An entry of a map cannot be replaced, only taken away and added; what was there comes back when something fails. */
export async function writeEntry(doing: Doing, entry: Entry): Promise<void> {
  const before = await entryNow(doing, entry);
  if (before === entry.value) return;
  doing.onUndo({
    async undo() {
      await put(doing, { ...entry, value: before });
      return { is: 'value-restored' };
    },
    otherwise: { is: 'value-lost', value: before },
  });
  await put(doing, entry);
}

async function entryNow({ pool, closing }: Doing, { of, ref, key }: Entry): Promise<string> {
  const config = await pool.ask({ safe: true, signal: closing }, async (session) => await session.call(`${of}.get_other_config`, [ref as never]));
  const value: unknown = typeof config === 'object' && config !== null ? Reflect.get(config, key) : undefined;
  return typeof value === 'string' ? value : '';
}

async function put({ pool, closing }: Doing, { of, ref, key, value }: Entry): Promise<void> {
  await pool.ask({ safe: true, signal: closing }, async (session) => {
    await session.call(`${of}.remove_from_other_config`, [ref as never, key]);
    if (value !== '') await session.call(`${of}.add_to_other_config`, [ref as never, key, value]);
  });
}

export async function forbidUnplugging({ pool, closing, onUndo }: Doing, ref: string, isForbidden: boolean): Promise<void> {
  const write = async (value: boolean): Promise<void> =>
    void (await pool.ask({ safe: true, signal: closing }, async (session) => await session.call('PIF.set_disallow_unplug', [ref as never, value])));
  onUndo({
    async undo() {
      await write(!isForbidden);
      return { is: 'value-restored' };
    },
    otherwise: { is: 'value-lost', value: String(!isForbidden) },
  });
  await write(isForbidden);
}
