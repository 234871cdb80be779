import { useEffect, useMemo, useRef, useState } from 'react';
import { emptyInventory } from '#shared/domain/inventory/inventory.ts';
import type { TreeItem } from '#shared/domain/tree/items.ts';
import { type ColumnId, measuredColumns } from '#shared/domain/search/columns.ts';
import type { SearchServer } from '#shared/domain/search/found.ts';
import { runSearch, type SearchQuestion, type SearchResult } from '#shared/domain/search/run-search.ts';
import type { Search } from '#shared/domain/search/search.ts';
import { useStatistics } from './metrics-store.ts';
import { runInSlices } from './run-in-slices.ts';
import { useInventory } from './tree-state.ts';

/** A pool that changes all the time is looked through again this much later, not at every change. */
const BREAK_MS = 200;

/** The servers a selection is about, with what is known and measured there. */
export function useSearchServers(items: readonly TreeItem[]): readonly SearchServer[] {
  const all = useInventory((state) => state.servers);
  const inventories = useInventory((state) => state.inventories);
  const wanted = useMemo(() => serversOf(items), [items]);
  const servers = useMemo(() => all.filter(({ id }) => wanted === undefined || wanted.has(id)), [all, wanted]);
  const live = useMemo(() => servers.filter(({ state }) => state.is === 'live').map(({ id }) => id), [servers]);
  const statistics = useStatistics(live);
  return useMemo(
    () =>
      servers.map(({ id, address, state }) => ({
        id,
        address,
        lastKnownMs: state.is === 'stale' || state.is === 'closed' ? state.sinceMs : undefined,
        inventory: inventories.get(id) ?? emptyInventory,
        statistics: statistics.get(id),
      })),
    [servers, inventories, statistics],
  );
}

/** undefined: all of them. */
function serversOf(items: readonly TreeItem[]): ReadonlySet<string> | undefined {
  const servers = items.map(({ server }) => server);
  return servers.some((server) => server === undefined) ? undefined : new Set(servers.filter((server) => server !== undefined));
}

/**
 * The answer to the question, a moment later; until then the answer to the one before. The work is done in
 * slices beside the drawing, and a question that changes while it is answered is answered afterwards.
 */
export function useSearchResult(question: SearchQuestion): SearchResult | undefined {
  const [result, setResult] = useState<SearchResult>();
  const asked = useRef(question);
  const wake = useRef<() => void>(undefined);
  useEffect(() => {
    const before = asked.current;
    asked.current = question;
    if (isAnotherAnswer(before, question)) wake.current?.();
  }, [question]);
  useEffect(() => {
    const stop = new AbortController();
    keepAnswering({ asked, wake, signal: stop.signal, tell: setResult }).catch((error: unknown) => !stop.signal.aborted && reportError(error));
    return () => stop.abort();
  }, []);
  return result;
}

interface Answering {
  readonly asked: { readonly current: SearchQuestion };
  readonly wake: { current: (() => void) | undefined };
  readonly signal: AbortSignal;
  readonly tell: (result: SearchResult) => void;
}

async function keepAnswering({ asked, wake, signal, tell }: Answering): Promise<void> {
  let answered: SearchQuestion | undefined;
  while (!signal.aborted) {
    const question = asked.current;
    const isByPerson = answered === undefined || isAskedByPerson(answered, question);
    // What a person asks for is answered at once; what changed by itself can wait a moment.
    if (!isByPerson) await scheduler.postTask(() => undefined, { priority: 'background', delay: BREAK_MS, signal });
    const next = asked.current;
    const changed = Promise.withResolvers<void>();
    wake.current = changed.resolve;
    const result = await runInSlices(runSearch(next), signal);
    if (result !== undefined) tell(result);
    answered = next;
    signal.addEventListener('abort', () => changed.resolve(), { once: true });
    await changed.promise;
  }
}

function isAskedByPerson(before: SearchQuestion, now: SearchQuestion): boolean {
  return before.search !== now.search || before.items !== now.items || before.quick !== now.quick || before.folded !== now.folded;
}

/** New measurements change the order only where something is sorted or filtered by them. */
function isAnotherAnswer(before: SearchQuestion, now: SearchQuestion): boolean {
  if (isAskedByPerson(before, now) || before.servers.length !== now.servers.length) return true;
  const isMeasured = usesMeasurements(now.search);
  return now.servers.some((server, index) => {
    const old = before.servers[index];
    const isSame = old?.inventory === server.inventory && old.lastKnownMs === server.lastKnownMs && old.id === server.id;
    return !isSame || (isMeasured && old.statistics !== server.statistics);
  });
}

function usesMeasurements({ sort, filter }: Search): boolean {
  const columns: readonly ColumnId[] = [
    ...sort.map(({ column }) => column),
    ...[filter, ...filter.groups].flatMap(({ conditions }) => conditions.map(({ column }) => column)),
  ];
  return columns.some((column) => measuredColumns.has(column));
}
