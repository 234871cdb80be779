import { useEffect, useRef } from 'react';
import type { Client } from '#shared/contract/client.ts';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import type { Failure } from '#shared/contract/failure.ts';
import type { Passwords, Secrets } from '#shared/domain/wizards/new-storage/question.ts';
import { fail, ok, type Result } from '#shared/kernel/result.ts';

type SecretName = keyof Secrets;

interface Kept {
  readonly typed: string;
  readonly secret: Promise<Result<string, Failure>>;
}

export interface KeptSecrets {
  /** Secrets of the pool for these passwords, each made once however many ask for it; those of others go. */
  readonly now: (passwords: Passwords) => Promise<Secrets | Failure>;
  /** Whoever uses them from now on lets them go by itself; `false`: nobody does after all. */
  readonly handOver: (isHandedOver: boolean) => void;
}

/** Passwords become secrets of the pool when they are first needed, and go when nothing came of it: also one that was on its way when the wizard closed. */
export function useKeptSecrets(client: Client, server: ServerId): KeptSecrets {
  const kept = useRef<Map<SecretName, Kept>>(new Map());
  const isHandedOver = useRef(false);

  useEffect(() => {
    const secrets = kept.current;
    const given = isHandedOver;
    return () => {
      if (!given.current) for (const one of secrets.values()) drop(client, server, one);
      secrets.clear();
    };
  }, [client, server]);

  function keep(field: SecretName, typed: string): Promise<Result<string, Failure>> {
    const before = kept.current.get(field);
    if (before?.typed === typed) return before.secret;
    if (before !== undefined) drop(client, server, before);
    const secret = client
      .call('storage.keep-password', { server, password: typed })
      .then((result): Result<string, Failure> => (result.ok ? ok(result.value.secret) : fail(result.failure)));
    const one = { typed, secret };
    kept.current.set(field, one);
    secret.then(
      // What could not be kept is asked for again.
      ({ ok: isKept }) => (isKept || kept.current.get(field) !== one ? undefined : kept.current.delete(field)),
      () => kept.current.delete(field),
    );
    return secret;
  }

  return {
    async now(passwords) {
      for (const [field, one] of kept.current) {
        if (passwords.some((wanted) => wanted.field === field)) continue;
        kept.current.delete(field);
        drop(client, server, one);
      }
      const secrets: Partial<Record<SecretName, string>> = {};
      for (const { field, typed } of passwords) {
        const result = await keep(field, typed);
        if (!result.ok) return result.failure;
        secrets[field] = result.value;
      }
      return secrets;
    },
    handOver(now) {
      isHandedOver.current = now;
    },
  };
}

function drop(client: Client, server: ServerId, { secret }: Kept): void {
  secret
    .then(async (result) => (result.ok ? await client.call('storage.drop-passwords', { server, secrets: [result.value] }) : undefined))
    .catch((error: unknown) => reportError(error));
}

export function isFailure(secrets: Secrets | Failure): secrets is Failure {
  return 'kind' in secrets;
}
