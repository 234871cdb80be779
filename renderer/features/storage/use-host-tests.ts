import { useEffect, useRef, useState } from 'react';
import type { Client } from '#shared/contract/client.ts';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import type { Failure } from '#shared/contract/failure.ts';
import { isHostLive } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import { failedLook, type HostLook, type HostShell } from '#shared/domain/storage/host-checks.ts';
import type { Look } from '#shared/domain/storage/look.ts';
import { devicesOf, type DraftInput, type StorageDraft } from '#shared/domain/wizards/new-storage/draft.ts';
import { lookFor, type Secrets } from '#shared/domain/wizards/new-storage/question.ts';
import { isFabric, shellPlaces } from '#shared/domain/wizards/new-storage/readiness.ts';

/** Hosts are asked a few at a time: each logs in to the array for it. */
const HOSTS_AT_ONCE = 4;

type Draft = StorageDraft<Failure>;

interface HostTestsSetup {
  readonly client: Client;
  readonly server: ServerId;
  readonly inventory: Inventory;
  readonly draft: Draft;
  readonly tell: (input: DraftInput<Failure>) => void;
  readonly secretsNow: () => Promise<Secrets | Failure>;
}

export interface HostTests {
  readonly run: () => void;
  /** What is asked is not what anybody wants to know any more. */
  readonly stop: () => void;
  /** Somebody has compared the key this host shows: its shell is asked now. */
  readonly trust: (host: HostRef) => void;
  /** Seconds of each host's clock from ours. */
  readonly clocks: ReadonlyMap<HostRef, number>;
}

/** Has every host look for itself, by its drivers and, where that is permitted, by its shell. */
export function useHostTests(setup: HostTestsSetup): HostTests {
  const { client, server, inventory, draft, tell } = setup;
  const [clocks, setClocks] = useState<ReadonlyMap<HostRef, number>>(new Map());
  const running = useRef(new AbortController());
  useEffect(() => () => running.current.abort(), []);

  async function lookFrom(host: HostRef, look: Look, signal: AbortSignal): Promise<HostLook> {
    const result = await client.call('storage.look', { server, look, host }, signal);
    if (result.ok) return { is: 'seen', discovery: result.value.discovery };
    return result.failure.kind === 'xapi' ? failedLook(result.failure.code, result.failure.parameters) : { is: 'not-told' };
  }

  async function askShell(host: HostRef, signal: AbortSignal): Promise<void> {
    const places = shellPlaces(draft);
    if (places === undefined) return;
    const say = (shell: HostShell): void => (signal.aborted ? undefined : tell({ do: 'shell', host, shell }));
    say({ is: 'looking' });
    const result = await client.call('storage.ask-shell', { server, host, places }, signal);
    say(result.ok ? result.value.word : { is: 'no-way' });
  }

  async function readClock(host: HostRef, signal: AbortSignal): Promise<void> {
    const result = await client.call('storage.clock', { server, host }, signal);
    if (!result.ok || signal.aborted) return;
    const { hostMs, sentMs, receivedMs } = result.value;
    setClocks((known) => new Map([...known, [host, Math.round((hostMs - (sentMs + receivedMs) / 2) / 1000)]]));
  }

  async function test(host: HostRef, look: Look | undefined, signal: AbortSignal): Promise<void> {
    const say = (told: HostLook): void => (signal.aborted ? undefined : tell({ do: 'host', host, look: told }));
    const shell = draft.asksShells ? askShell(host, signal) : Promise.resolve();
    if (look !== undefined) {
      say({ is: 'looking' });
      say(await lookFrom(host, look, signal));
    }
    await Promise.all([shell, readClock(host, signal)]);
  }

  async function run(): Promise<void> {
    running.current.abort();
    running.current = new AbortController();
    const { signal } = running.current;
    const secrets = await setup.secretsNow();
    const [device] = devicesOf(draft);
    if ('kind' in secrets || device === undefined || signal.aborted) return;
    // Adapters tell at once what they see of everything.
    const look = lookFor(draft, secrets, isFabric(draft.kind) || device === '' ? undefined : device);
    const hosts = [...inventory.host.keys()];
    const live = hosts.filter((host) => isHostLive(inventory, host));
    for (const host of hosts) tell({ do: 'host', host, look: live.includes(host) ? { is: 'waiting' } : { is: 'not-asked' } });
    const next = live.values();
    const worker = async (): Promise<void> => {
      for (const host of next) if (!signal.aborted) await test(host, look, signal);
    };
    await Promise.all(Array.from({ length: HOSTS_AT_ONCE }, worker));
  }

  async function trust(host: HostRef): Promise<void> {
    const shell = draft.shells.get(host);
    if (shell?.is !== 'no-way' || shell.asks?.is !== 'host-key') return;
    await client.call('access.confirm-host-key', { server, host, key: shell.asks.key });
    await askShell(host, running.current.signal);
  }

  return { clocks, run: () => surface(run()), stop: () => running.current.abort(), trust: (host) => surface(trust(host)) };
}

function surface(promise: Promise<void>): void {
  promise.catch((error: unknown) => reportError(error));
}
