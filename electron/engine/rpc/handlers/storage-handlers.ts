import type { LendSetup } from '#engine/diagnostics/host-shell.ts';
import { askShell } from '#engine/diagnostics/storage-shell.ts';
import { PoolsError } from '#engine/pools/pools-error.ts';
import type { HandlersOf } from '#engine/rpc/dispatch.ts';
import type { Session } from '#engine/xapi/session.ts';
import { dropSecret } from '#engine/xapi/pool-secret.ts';
import { XapiError } from '#engine/xapi/xapi-error.ts';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import { onlyPool } from '#shared/domain/inventory/facts.ts';
import { readMoment } from '#shared/domain/liveness/moment.ts';
import { mayHoldGfs2 } from '#shared/domain/storage/clustering.ts';
import {
  answersInResults,
  type Discovery,
  discoveryInAnswer,
  discoveryInFault,
  discoveryInResults,
  isNothingBeside,
  type Look,
  lookBeside,
  probeOf,
} from '#shared/domain/storage/look.ts';
import type { HostRef } from '#shared/xapi/generated/refs.ts';

/** Logging in to an array that is slow, on several portals one after another, takes minutes. */
const LOOK_SILENCE_MS = 240_000;
const CLOCK_SILENCE_MS = 20_000;

type StorageCalls = 'storage.look' | 'storage.clock' | 'storage.ask-shell' | 'storage.keep-password' | 'storage.drop-passwords';

export function storageHandlers({ pools, clock, investigations }: LendSetup): HandlersOf<StorageCalls> {
  function session(server: ServerId): Session {
    const found = pools.session(server);
    if (found === undefined) throw new PoolsError({ kind: 'gone' });
    return found;
  }

  return {
    'storage.look': async ({ server, look, host }, signal) => {
      const asked = host ?? onlyPool(pools.inventory(server))?.pool.master;
      if (asked === undefined || asked === null) throw new PoolsError({ kind: 'gone' });
      const at = { look, host: asked, signal };
      const found = await lookFrom(session(server), at);
      // Whether a host sees a LUN is one question, what lies on it another: only the master is asked that.
      const isWhole = host !== undefined || found.found !== 'repositories' || found.repositories.length > 0 || !mayHoldGfs2(pools.inventory(server));
      return { discovery: isWhole ? found : await lookBesideIt(session(server), at, found) };
    },
    'storage.clock': async ({ server, host }, signal) => {
      const sentMs = clock.now();
      const answer = await session(server).call('host.get_servertime', [host], { signal, timeoutMs: CLOCK_SILENCE_MS });
      const hostMs = readMoment(String(answer));
      if (hostMs === undefined) throw new XapiError('INTERNAL_ERROR', [String(answer).slice(0, 100)]);
      return { hostMs, sentMs, receivedMs: clock.now() };
    },
    'storage.ask-shell': async (of, signal) => ({ word: await askShell({ pools, clock, investigations }, of, signal) }),
    'storage.keep-password': async ({ server, password }) => {
      const asked = session(server);
      const secret = await asked.call('secret.create', [{ value: password, other_config: {} }]);
      // What a constructor answers with.
      return { secret: String(await asked.call('secret.get_uuid', [secret as never])) };
    },
    'storage.drop-passwords': async ({ server, secrets }) => {
      const asked = session(server);
      for (const uuid of secrets) await dropSecret(asked, uuid);
      return {};
    },
  };
}

interface Looking {
  readonly look: Look;
  readonly host: HostRef;
  readonly signal: AbortSignal;
}

/** What one driver for LUNs takes for empty may be full of what another has written. */
async function lookBesideIt(session: Session, { look, ...how }: Looking, found: Discovery): Promise<Discovery> {
  const beside = lookBeside(look);
  if (beside === undefined) return found;
  try {
    const other = await lookFrom(session, { ...how, look: beside });
    if (other.found !== 'repositories') return found;
    const format = answersInResults(beside) ? 'gfs2' : 'lvm';
    return { ...other, repositories: other.repositories.map((repository) => ({ ...repository, format })) };
  } catch (error) {
    if (error instanceof XapiError && isNothingBeside(beside, error.code, error.parameters)) return found;
    throw error;
  }
}

async function lookFrom(session: Session, { look, host, signal }: Looking): Promise<Discovery> {
  const { type, deviceConfig, smConfig } = probeOf(look);
  const asked: Parameters<typeof session.call<'SR.probe'>>[1] = [host, deviceConfig, type, smConfig];
  const limits = { signal, timeoutMs: LOOK_SILENCE_MS };
  try {
    const answer = answersInResults(look) ? await session.call('SR.probe_ext', asked, limits) : await session.call('SR.probe', asked, limits);
    const found = answersInResults(look) ? discoveryInResults(look, answer) : discoveryInAnswer(look, String(answer));
    // An answer nobody understands must not pass for an empty one: what lies there would be written over.
    if (found === undefined) throw new XapiError('SR_BACKEND_FAILURE', ['', 'unreadable answer', JSON.stringify(answer).slice(0, 2_000)]);
    return found;
  } catch (error) {
    const found = error instanceof XapiError ? discoveryInFault(look, error.code, error.parameters) : undefined;
    if (found === undefined) throw error;
    return found;
  }
}
