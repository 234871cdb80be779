import { useCallback, useEffect, useRef, useState } from 'react';
import type { Output } from '#shared/contract/calls.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import type { CardsWord } from '#shared/domain/networks/cards-word.ts';
import { sharedNetworks } from '#shared/domain/networks/shared-cards.ts';
import { useClient } from '#renderer/state/client-context.ts';
import type { Target } from '#renderer/state/command.ts';

export interface PoolWord {
  /** What it said last. */
  readonly said: Output<'network.cards'> | undefined;
  readonly isRefused: boolean;
  readonly askAgain: () => void;
}

/** What the pool says of its cards beyond what is watched: asked anew with each question that differs. */
function usePoolWord({ server }: Target, question: string): PoolWord {
  const client = useClient();
  const [said, setSaid] = useState<Output<'network.cards'>>();
  const [refused, setRefused] = useState<string>();
  const [asked, setAsked] = useState(0);
  const isLive = server.state.is === 'live';
  const now = `${asked} ${question}`;
  useEffect(() => {
    if (!isLive) return undefined;
    const controller = new AbortController();
    client.call('network.cards', { server: server.id }, controller.signal).then((result) => {
      if (controller.signal.aborted) return;
      if (result.ok) setSaid(() => result.value);
      setRefused(result.ok ? undefined : now);
    }, reportError);
    return () => controller.abort();
  }, [client, server.id, now, isLive]);
  return { said, isRefused: isLive && refused === now, askAgain: useCallback(() => setAsked((times) => times + 1), []) };
}

export type HostWord = CardsWord | { readonly is: 'asking' };

export interface HostWords {
  readonly of: ReadonlyMap<HostRef, HostWord>;
  readonly ask: (hosts: readonly HostRef[]) => void;
}

/** What hosts themselves say of their cards, once somebody wants to know. */
function useHostWords({ server }: Target): HostWords {
  const client = useClient();
  const [words, setWords] = useState<ReadonlyMap<HostRef, HostWord>>(new Map());
  const running = useRef(new AbortController());
  useEffect(() => {
    running.current = new AbortController();
    return () => running.current.abort();
  }, []);

  async function askOne(host: HostRef): Promise<void> {
    const { signal } = running.current;
    const tell = (word: HostWord): void => (signal.aborted ? undefined : setWords((known) => new Map(known).set(host, word)));
    tell({ is: 'asking' });
    const result = await client.call('network.ask-cards', { server: server.id, host }, signal);
    tell(result.ok ? result.value.word : { is: 'no-way' });
  }

  return { of: words, ask: (hosts) => hosts.forEach((host) => void askOne(host).catch(reportError)) };
}

/** What is told of cards besides what is watched: by the pool, and by hosts themselves. */
export interface CardsTold {
  readonly pool: PoolWord;
  readonly asked: HostWords;
}

/** For everything on the page that tells of cards. */
export function useCardsTold(target: Target): CardsTold {
  return { pool: usePoolWord(target, questionOf(target.inventory)), asked: useHostWords(target) };
}

/** Another card, another shared card, or a machine that takes or leaves a part of one. */
function questionOf(inventory: Inventory): string {
  const networks = sharedNetworks(inventory);
  const taken =
    networks.size === 0 ? [] : [...inventory.vif].filter(([, { network, isAttached }]) => network !== null && networks.has(network) && isAttached);
  return [inventory.pif.size, ...inventory.sriov.keys(), ...taken.map(([ref]) => ref)].join(' ');
}
