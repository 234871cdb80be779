import { useEffect, useState } from 'react';
import type { Access } from '#shared/contract/calls/access-calls.ts';
import type { SavedProxy } from '#shared/contract/calls/saved-calls.ts';
import type { ServerProxy } from '#shared/contract/calls/server-calls.ts';
import type { Client } from '#shared/contract/client.ts';
import type { Failure } from '#shared/contract/failure.ts';
import { emptyConnectForm, type ProxyDraft, routeOf } from '#shared/domain/wizards/connect-form.ts';
import type { Result } from '#shared/kernel/result.ts';
import { useClient } from '#renderer/state/client-context.ts';

type Bastions = Access['bastions'];

/** As the engine takes it. A jump host that was typed is made known first; undefined is the way of the settings. */
export async function wayOf(client: Client, draft: ProxyDraft): Promise<Result<ServerProxy | undefined, Failure>> {
  if (draft.way !== 'jump' || draft.jump !== '') return { ok: true, value: routeOf(draft) };
  const address = draft.jumpAddress.trim();
  const user = draft.jumpUser.trim() || 'root';
  const known = await client.call('access.get', {});
  if (!known.ok) return known;
  const same = findJump(known.value.access, { address, user });
  if (same !== undefined) return { ok: true, value: { jump: same } };
  const put = await client.call('access.put-bastion', { name: address, address, user });
  if (!put.ok) return put;
  const jump = findJump(put.value.access, { address, user });
  return jump === undefined ? { ok: false, failure: { kind: 'gone' } } : { ok: true, value: { jump } };
}

function findJump({ bastions }: Access, { address, user }: { readonly address: string; readonly user: string }): string | undefined {
  return bastions.find((bastion) => bastion.address === address && bastion.user === user)?.id;
}

/** What is kept of a way, to be changed; passwords are not shown again. */
export function draftOf(proxy: SavedProxy | undefined): ProxyDraft {
  const empty = emptyConnectForm.proxy;
  if (proxy === undefined) return empty;
  if (proxy === 'direct') return { ...empty, way: 'direct' };
  if ('jump' in proxy) return { ...empty, way: 'jump', jump: proxy.jump };
  return { ...empty, way: 'http', address: proxy.address, user: proxy.user ?? '' };
}

/** The jump hosts that are known; none until the engine has answered. */
export function useBastions(): Bastions {
  const client = useClient();
  const [bastions, setBastions] = useState<Bastions>([]);
  useEffect(() => {
    client.call('access.get', {}).then(
      // What cannot be read is nothing that could be chosen; the engine says why when one is added.
      (result) => result.ok && setBastions(result.value.access.bastions),
      (error: unknown) => reportError(error),
    );
  }, [client]);
  return bastions;
}
