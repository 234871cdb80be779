import type { Doing, Undo } from '#engine/operations/verb.ts';
import { dropSecret } from '#engine/xapi/pool-secret.ts';
import { isXapiError } from '#engine/xapi/xapi-error.ts';
import type { Trace } from '#shared/contract/calls/operation-calls.ts';
import type { RecordOf, RefOf } from '#shared/domain/inventory/watched.ts';
import { SHOWS_WITHIN_MS, type SrRef } from './connect.ts';

/** Takes back what has just come to be: with what was written for it, or only from the pool's records. */
export async function letGo({ pool, closing }: Doing, sr: SrRef | undefined, way: 'SR.destroy' | 'SR.forget'): Promise<Trace> {
  if (sr === undefined) return { is: 'nothing-changed' };
  const gone: Trace = { is: way === 'SR.destroy' ? 'storage-removed' : 'storage-forgotten' };
  try {
    await pool.ask({ safe: true, signal: closing }, async (session) => {
      // The server's own word: what has just come to be is not all in our picture yet.
      const links = await session.call('SR.get_PBDs', [sr]);
      for (const link of Array.isArray(links) ? links : []) await session.call('PBD.unplug', [link as never]);
      await session.call(way, [sr]);
    });
  } catch (error) {
    // The server has taken it back itself, and our picture has not heard of that yet.
    if (!isXapiError(error, 'HANDLE_INVALID')) throw error;
  }
  await pool.until(() => !pool.inventory().sr.has(sr), { signal: closing, timeoutMs: SHOWS_WITHIN_MS });
  return gone;
}

/** What was there before without connections is there without connections again. */
export async function cutAgain({ pool, closing }: Doing, sr: SrRef): Promise<Trace> {
  await pool.ask({ safe: true, signal: closing }, async (session) => {
    const links = await session.call('SR.get_PBDs', [sr]);
    for (const link of Array.isArray(links) ? (links as RefOf<'pbd'>[]) : []) {
      await session.call('PBD.unplug', [link]);
      await session.call('PBD.destroy', [link]);
    }
  });
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

/** Passwords are kept in the pool for one attempt. */
export function forgettingSecrets(doing: Doing, secrets: readonly string[]): Undo {
  return {
    async undo() {
      await dropSecrets(doing, secrets);
      return undefined;
    },
    otherwise: { is: 'password-left' },
  };
}

/** Each connection has a copy of its own by now. */
export async function dropSecrets({ pool, closing }: Doing, secrets: readonly string[]): Promise<void> {
  for (const uuid of secrets) await pool.ask({ safe: true, signal: closing }, async (session) => await dropSecret(session, uuid));
}
