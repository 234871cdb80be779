import type { Doing } from '#engine/operations/verb.ts';
import { isXapiError } from '#engine/xapi/xapi-error.ts';
import type { Trace } from '#shared/contract/calls/operation-calls.ts';
import type { RecordOf } from '#shared/domain/inventory/watched.ts';
import { type PbdRef, SHOWS_WITHIN_MS, type SrRef, unplug } from './connect.ts';

/** Takes back what has just come to be: with what was written for it, or only from the pool's records. */
export async function letGo(doing: Doing, sr: SrRef | undefined, way: 'SR.destroy' | 'SR.forget'): Promise<Trace> {
  const { pool, closing } = doing;
  if (sr === undefined) return { is: 'nothing-changed' };
  const gone: Trace = { is: way === 'SR.destroy' ? 'storage-removed' : 'storage-forgotten' };
  try {
    for (const link of await linksOf(doing, sr)) await unplug(doing, link);
    await pool.ask({ safe: true, signal: closing }, async (session) => await session.call(way, [sr]));
  } catch (error) {
    // The server has taken it back itself, and our picture has not heard of that yet.
    if (!isXapiError(error, 'HANDLE_INVALID')) throw error;
  }
  await pool.until(() => !pool.inventory().sr.has(sr), { signal: closing, timeoutMs: SHOWS_WITHIN_MS });
  return gone;
}

/** The server's own word: what has just come to be is not all in our picture yet. */
async function linksOf({ pool, closing }: Doing, sr: SrRef): Promise<readonly PbdRef[]> {
  const links = await pool.ask({ safe: true, signal: closing }, async (session) => await session.call('SR.get_PBDs', [sr]));
  return Array.isArray(links) ? (links as PbdRef[]) : [];
}

/** What was there before without connections is there without connections again. */
export async function cutAgain(doing: Doing, sr: SrRef): Promise<Trace> {
  const { pool, closing } = doing;
  for (const link of await linksOf(doing, sr)) {
    await unplug(doing, link);
    await pool.ask({ safe: true, signal: closing }, async (session) => await session.call('PBD.destroy', [link]));
  }
  const isCut = (): boolean => [...pool.inventory().pbd.values()].every((pbd) => pbd.sr !== sr);
  await pool.until(isCut, { signal: closing, timeoutMs: SHOWS_WITHIN_MS });
  return { is: 'nothing-changed' };
}

/** Only what was typed anew is written. */
export async function describe({ pool, closing }: Doing, sr: SrRef, wanted: Pick<RecordOf<'sr'>, 'name' | 'description'>): Promise<void> {
  const known = pool.inventory().sr.get(sr);
  await pool.ask({ safe: true, signal: closing }, async (session) => {
    if (known?.name !== wanted.name) await session.call('SR.set_name_label', [sr, wanted.name]);
    if (known?.description !== wanted.description) await session.call('SR.set_name_description', [sr, wanted.description]);
  });
}
