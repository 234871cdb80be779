import { useEffect, useMemo, useRef, useState } from 'react';
import { type Delta, emptyInventory } from '#shared/domain/inventory/inventory.ts';
import type { TreeItem } from '#shared/domain/tree/items.ts';
import { type ColumnId, measuredColumns } from '#shared/domain/search/columns.ts';
import type { SearchServer } from '#shared/domain/search/found.ts';
import { KeptSearch } from '#shared/domain/search/kept-search.ts';
import type { SearchQuestion, SearchResult } from '#shared/domain/search/result-lines.ts';
import type { Search } from '#shared/domain/search/search.ts';
import { createDeltaLog, type DeltaLog } from './delta-log.ts';
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
        isFile: state.is === 'closed' && state.why.kind === 'read-from-file',
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
    const log = createDeltaLog();
    stop.signal.addEventListener('abort', log.stop, { once: true });
    keepAnswering({ asked, wake, log, signal: stop.signal, tell: setResult }).catch((error: unknown) => !stop.signal.aborted && reportError(error));
    return () => stop.abort();
  }, []);
  return result;
}

interface Answering {
  readonly asked: { readonly current: SearchQuestion };
  readonly wake: { current: (() => void) | undefined };
  readonly log: DeltaLog;
  readonly signal: AbortSignal;
  readonly tell: (result: SearchResult) => void;
}

interface Answered {
  readonly question: SearchQuestion;
  readonly kept: KeptSearch;
}

async function keepAnswering(answering: Answering): Promise<void> {
  const { asked, wake, log, signal, tell } = answering;
  let answered: Answered | undefined;
  signal.addEventListener('abort', () => wake.current?.(), { once: true });
  while (!signal.aborted) {
    const changed = Promise.withResolvers<void>();
    wake.current = changed.resolve;
    const next = await nextAnswer(answering, answered);
    if (next === undefined) return;
    ({ answered } = next);
    const result = next.isOther ? await runInSlices(answered.kept.result(asked.current.folded), signal) : undefined;
    if (result !== undefined) tell(result);
    for (const { id, inventory } of answered.question.servers) log.forgetBefore(id, inventory);
    if (asked.current === answered.question) await changed.promise;
  }
}

/** Undefined when it was stopped. */
async function nextAnswer(
  answering: Answering,
  before: Answered | undefined,
): Promise<{ readonly answered: Answered; readonly isOther: boolean } | undefined> {
  const question = answering.asked.current;
  const step = before === undefined ? 'anew' : broughtUp(before, { question, log: answering.log });
  if (before !== undefined && step !== 'anew') return { answered: { ...before, question }, isOther: step === 'changed' };
  const answered = await begun(answering, before?.question);
  return answered === undefined ? undefined : { answered, isOther: true };
}

/** What a person asks for is answered at once; what changed by itself can wait a moment. */
async function begun({ asked, signal }: Answering, before: SearchQuestion | undefined): Promise<Answered | undefined> {
  const isByPerson = before === undefined || isAskedByPerson(before, asked.current);
  if (!isByPerson) await scheduler.postTask(() => undefined, { priority: 'background', delay: BREAK_MS, signal });
  const question = asked.current;
  const kept = await runInSlices(KeptSearch.begin(question), signal);
  return kept === undefined ? undefined : { question, kept };
}

interface Later {
  readonly question: SearchQuestion;
  readonly log: DeltaLog;
}

/** Brings the answer to an earlier moment up to this one, where only objects have changed meanwhile. */
function broughtUp({ question: answered, kept }: Answered, { question, log }: Later): 'same' | 'changed' | 'anew' {
  if (isAskedOtherwise(answered, question) || isMeasuredAnew(answered, question)) return 'anew';
  const changes = new Map<string, readonly Delta[]>();
  for (const [index, server] of question.servers.entries()) {
    const before = answered.servers[index];
    if (before?.id !== server.id || before.lastKnownMs !== server.lastKnownMs) return 'anew';
    const deltas = log.between(server.id, before.inventory, server.inventory);
    if (deltas === undefined) return 'anew';
    changes.set(server.id, deltas);
  }
  const step = kept.apply(question.servers, changes);
  return step === 'same' && answered.folded !== question.folded ? 'changed' : step;
}

/** What is looked for is something else; what is folded is only shown otherwise. */
function isAskedOtherwise(before: SearchQuestion, now: SearchQuestion): boolean {
  return before.search !== now.search || before.items !== now.items || before.quick !== now.quick || before.servers.length !== now.servers.length;
}

function isAskedByPerson(before: SearchQuestion, now: SearchQuestion): boolean {
  return isAskedOtherwise(before, now) || before.folded !== now.folded;
}

/** New measurements change the order only where something is sorted or filtered by them. */
function isMeasuredAnew(before: SearchQuestion, now: SearchQuestion): boolean {
  return usesMeasurements(now.search) && now.servers.some((server, index) => before.servers[index]?.statistics !== server.statistics);
}

function isAnotherAnswer(before: SearchQuestion, now: SearchQuestion): boolean {
  if (isAskedByPerson(before, now) || isMeasuredAnew(before, now)) return true;
  return now.servers.some((server, index) => {
    const old = before.servers[index];
    return old?.inventory !== server.inventory || old.lastKnownMs !== server.lastKnownMs || old.id !== server.id;
  });
}

function usesMeasurements({ sort, filter }: Search): boolean {
  const columns: readonly ColumnId[] = [
    ...sort.map(({ column }) => column),
    ...[filter, ...filter.groups].flatMap(({ conditions }) => conditions.map(({ column }) => column)),
  ];
  return columns.some((column) => measuredColumns.has(column));
}
