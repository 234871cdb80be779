import { useEffect, useReducer, useRef } from 'react';
import type { Client } from '#shared/contract/client.ts';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import type { Failure } from '#shared/contract/failure.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import type { Look } from '#shared/domain/storage/look.ts';
import { type DraftInput, endedBy, type Looked, type LookStage, type StorageDraft, storageDraft } from '#shared/domain/wizards/new-storage/draft.ts';
import { lookFor, lookingHost, passwordsIn, type Secrets } from '#shared/domain/wizards/new-storage/question.ts';
import { requestsOf } from '#shared/domain/wizards/new-storage/requests.ts';
import { startOperations } from '#renderer/state/requests.ts';
import { type HostTests, useHostTests } from './use-host-tests.ts';
import { isFailure, useKeptSecrets } from './use-kept-secrets.ts';

export type Draft = StorageDraft<Failure>;
type Input = DraftInput<Failure>;

export interface NewStorage {
  readonly draft: Draft;
  readonly tell: (input: Input) => void;
  /** Finds the next thing: exports, targets, devices, or what lies on this device. */
  readonly look: (stage: LookStage, device?: string) => void;
  readonly stop: () => void;
  readonly tests: HostTests;
  /** Undefined: the operations are on their way. */
  readonly start: () => Promise<Failure | undefined>;
  readonly requests: () => ReturnType<typeof requestsOf>;
}

export interface NewStorageSetup {
  readonly client: Client;
  readonly server: ServerId;
  readonly inventory: Inventory;
  readonly first: Draft;
  /** Told of every change, so that a closed wizard is found again as it was. */
  readonly onDraft: (draft: Draft) => void;
}

interface Turn {
  readonly device: string | undefined;
  readonly signal: AbortSignal;
  readonly say: (looked: Looked<Failure>) => void;
}

/** The draft, and what is asked of the engine for it. Passwords become secrets of the pool when they are first needed. */
export function useNewStorage({ client, server, inventory, first, onDraft }: NewStorageSetup): NewStorage {
  const [draft, tell] = useReducer(storageDraft<Failure>, first);
  const running = useRef(new AbortController());
  const turn = useRef<Promise<void>>(Promise.resolve());
  const kept = useKeptSecrets(client, server);

  useEffect(() => onDraft(draft), [draft, onDraft]);
  useEffect(() => {
    const work = running;
    return () => work.current.abort();
  }, []);

  const secretsNow = async (): Promise<Secrets | Failure> => await kept.now(passwordsIn(draft));

  async function ask(look: Look, signal: AbortSignal, host?: HostRef): Promise<Looked<Failure>> {
    const result = await client.call('storage.look', { server: server, look, ...(host !== undefined && { host }) }, signal);
    return result.ok ? { is: 'found', discovery: result.value.discovery } : { is: 'failed', failure: result.failure };
  }

  async function lookNow(stage: LookStage, device: string | undefined): Promise<void> {
    const { signal } = running.current;
    const say = (looked: Looked<Failure>): void => {
      // What was asked before it was stopped, or before the question changed, is nobody's answer any more.
      if (!signal.aborted) tell(stage === 'contents' ? { do: 'contents', device: device ?? '', looked } : { do: 'looked', stage, looked });
    };
    say({ is: 'looking' });
    // One after another: each logs in to the array, and drivers take one question at a time.
    const before = turn.current;
    const { promise, resolve } = Promise.withResolvers<void>();
    turn.current = promise;
    try {
      await before;
      if (!signal.aborted) await lookInTurn({ device, signal, say });
    } finally {
      resolve();
    }
  }

  async function lookInTurn({ device, signal, say }: Turn): Promise<void> {
    const secrets = await secretsNow();
    if (isFailure(secrets)) return say({ is: 'failed', failure: secrets });
    const look = lookFor(draft, secrets, device === '' ? undefined : device);
    say(look === undefined ? { is: 'not-yet' } : await ask(look, signal, lookingHost(draft)));
  }

  const tests = useHostTests({ client, server, inventory, draft, tell, secretsNow });
  const requests = (secrets: Secrets): ReturnType<typeof requestsOf> => requestsOf(draft, { server, inventory, secrets });
  return {
    draft,
    tests,
    tell(input) {
      const ends = endedBy(input);
      if (ends.looks) renew(running);
      if (ends.tests) tests.stop();
      tell(input);
    },
    look: (stage, device) => surface(lookNow(stage, device)),
    stop() {
      renew(running);
      for (const stage of ['offers', 'devices'] as const)
        if (draft.looked[stage].is === 'looking') tell({ do: 'looked', stage, looked: { is: 'not-yet' } });
      for (const [device, looked] of Object.entries(draft.contents))
        if (looked.is === 'looking') tell({ do: 'contents', device, looked: { is: 'not-yet' } });
    },
    requests: () => requests({}),
    async start() {
      const secrets = await secretsNow();
      if (isFailure(secrets)) return secrets;
      kept.handOver(true);
      const result = await startOperations(client, requests(secrets));
      if (result.ok) return undefined;
      kept.handOver(false);
      return result.failure;
    },
  };
}

function renew(running: { current: AbortController }): void {
  running.current.abort();
  running.current = new AbortController();
}

function surface(promise: Promise<void>): void {
  promise.catch((error: unknown) => reportError(error));
}
