import { useEffect, useReducer, useRef, useState } from 'react';
import type { Client } from '#shared/contract/client.ts';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import type { Failure } from '#shared/contract/failure.ts';
import { isHostLive } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import { failedLook, type HostLook } from '#shared/domain/storage/host-checks.ts';
import type { Look } from '#shared/domain/storage/look.ts';
import {
  devicesOf,
  type DraftInput,
  type Looked,
  type LookStage,
  type StorageDraft,
  storageDraft,
} from '#shared/domain/wizards/new-storage/draft.ts';
import { lookFor, lookingHost, type Secrets } from '#shared/domain/wizards/new-storage/question.ts';
import { requestsOf } from '#shared/domain/wizards/new-storage/requests.ts';
import { startOperations } from '#renderer/state/requests.ts';

export type Draft = StorageDraft<Failure>;
type Input = DraftInput<Failure>;

/** Hosts are asked a few at a time: each logs in to the array for it. */
const HOSTS_AT_ONCE = 4;

export interface NewStorage {
  readonly draft: Draft;
  readonly tell: (input: Input) => void;
  /** Finds the next thing: exports, targets, devices, or what lies on this device. */
  readonly look: (stage: LookStage, device?: string) => void;
  readonly stop: () => void;
  readonly testHosts: () => void;
  readonly clocks: ReadonlyMap<HostRef, number>;
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

type SecretName = keyof Secrets;
const SECRET_FIELDS: readonly SecretName[] = ['chapPassword', 'incomingPassword', 'password'];

/** The draft, and what is asked of the engine for it. Passwords become secrets of the pool when they are first needed. */
export function useNewStorage({ client, server, inventory, first, onDraft }: NewStorageSetup): NewStorage {
  const [draft, tell] = useReducer(storageDraft<Failure>, first);
  const [clocks, setClocks] = useState<ReadonlyMap<HostRef, number>>(new Map());
  const running = useRef(new AbortController());
  const kept = useRef<Map<SecretName, { readonly typed: string; readonly secret: string }>>(new Map());
  const begun = useRef(false);

  useEffect(() => onDraft(draft), [draft, onDraft]);
  useEffect(() => {
    const secrets = kept.current;
    const work = running;
    return () => {
      work.current.abort();
      // Operations that have begun need them, and let them go themselves.
      if (!begun.current) dropSecrets(client, server, secrets);
    };
  }, [client, server]);

  async function secretsNow(): Promise<Secrets | Failure> {
    const secrets: Record<string, string> = {};
    for (const field of SECRET_FIELDS) {
      const typed = draft.fields[field];
      if (typed === '') continue;
      const before = kept.current.get(field);
      if (before?.typed === typed) secrets[field] = before.secret;
      else {
        const result = await client.call('storage.keep-password', { server: server, password: typed });
        if (!result.ok) return result.failure;
        if (before !== undefined) dropSecrets(client, server, new Map([[field, before]]));
        kept.current.set(field, { typed, secret: result.value.secret });
        secrets[field] = result.value.secret;
      }
    }
    return secrets;
  }

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
    const secrets = await secretsNow();
    if (isFailure(secrets)) return say({ is: 'failed', failure: secrets });
    const look = lookFor(draft, secrets, device === '' ? undefined : device);
    say(look === undefined ? { is: 'not-yet' } : await ask(look, signal, lookingHost(draft)));
  }

  async function testHosts(): Promise<void> {
    const { signal } = running.current;
    const secrets = await secretsNow();
    const [device] = devicesOf(draft);
    const look = isFailure(secrets) || device === undefined ? undefined : lookFor(draft, secrets, device === '' ? undefined : device);
    if (look === undefined) return;
    const hosts = [...inventory.host.keys()];
    const say = (host: HostRef, hostLook: HostLook): void => void (signal.aborted || tell({ do: 'host', host, look: hostLook }));
    for (const host of hosts) say(host, isHostLive(inventory, host) ? { is: 'waiting' } : { is: 'not-asked' });
    const live = hosts.filter((host) => isHostLive(inventory, host));
    const next = live.values();
    const worker = async (): Promise<void> => {
      for (const host of next) {
        say(host, { is: 'looking' });
        say(host, hostLookOf(await ask(look, signal, host)));
        await readClock(host, signal);
      }
    };
    await Promise.all(Array.from({ length: HOSTS_AT_ONCE }, worker));
  }

  async function readClock(host: HostRef, signal: AbortSignal): Promise<void> {
    const result = await client.call('storage.clock', { server: server, host }, signal);
    if (!result.ok || signal.aborted) return;
    const { hostMs, sentMs, receivedMs } = result.value;
    setClocks((known) => new Map([...known, [host, Math.round((hostMs - (sentMs + receivedMs) / 2) / 1000)]]));
  }

  const requests = (secrets: Secrets): ReturnType<typeof requestsOf> => requestsOf(draft, { server, inventory, secrets });
  return {
    draft,
    clocks,
    tell(input) {
      if (input.do === 'type' || input.do === 'choose-kind' || input.do === 'choose-target') renew(running);
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
    testHosts: () => surface(testHosts()),
    requests: () => requests({}),
    async start() {
      const secrets = await secretsNow();
      if (isFailure(secrets)) return secrets;
      begun.current = true;
      const result = await startOperations(client, requests(secrets));
      if (result.ok) return undefined;
      begun.current = false;
      return result.failure;
    },
  };
}

function renew(running: { current: AbortController }): void {
  running.current.abort();
  running.current = new AbortController();
}

function hostLookOf(looked: Looked<Failure>): HostLook {
  if (looked.is === 'found') return { is: 'seen', discovery: looked.discovery };
  if (looked.is !== 'failed') return { is: 'waiting' };
  const { failure } = looked;
  return failure.kind === 'xapi' ? failedLook(failure.code) : { is: 'not-asked' };
}

function isFailure(secrets: Secrets | Failure): secrets is Failure {
  return 'kind' in secrets;
}

function dropSecrets(client: Client, server: ServerId, kept: ReadonlyMap<SecretName, { readonly secret: string }>): void {
  const secrets = [...kept.values()].map(({ secret }) => secret);
  if (secrets.length === 0) return;
  client.call('storage.drop-passwords', { server: server, secrets }).catch((error: unknown) => reportError(error));
}

function surface(promise: Promise<void>): void {
  promise.catch((error: unknown) => reportError(error));
}
