import { Cancelled, OperationError } from '#engine/operations/operation-error.ts';
import type { Doing } from '#engine/operations/verb.ts';
import { recordAt } from '#shared/domain/inventory/facts.ts';
import type { HostRef, RefOf } from '#shared/domain/inventory/watched.ts';
import { duplicateLine } from '#shared/domain/networks/address-lines.ts';
import type { HostGuard } from './host-guard.ts';

interface Asking {
  readonly network: RefOf<'network'>;
  readonly guards: ReadonlyMap<HostRef, HostGuard>;
  readonly addresses: readonly string[];
}

const ANSWERS_WITHIN_MS = 10_000;

/** On the wire itself: whoever has one of the addresses answers for it, also machines no pool knows. */
export async function askNeighbours(doing: Doing, { network, guards, addresses }: Asking): Promise<void> {
  if (addresses.length === 0) return;
  const bridge = recordAt(doing.pool.inventory().network, network)?.bridge ?? '';
  const [asker] = guards.values();
  const answers: Answer[] = [];
  for (const [position, address] of addresses.entries()) {
    if (doing.cancelling.aborted) throw new Cancelled(false);
    doing.progress(position / addresses.length);
    answers.push({ address, code: await codeOf(asker, duplicateLine({ address, bridge })) });
  }
  const taken = answers.filter(({ code }) => code === 1);
  if (taken.length > 0) {
    const problems = taken.map(({ address }) => ({ rule: 'address-taken', address, by: 'another machine on this network' }) as const);
    throw new OperationError({ kind: 'precheck', problems });
  }
  if (answers.some(({ code }) => code !== 0)) doing.remark({ is: 'neighbours-not-asked' });
}

interface Answer {
  readonly address: string;
  /** 0 when nobody has it, 1 when somebody does. */
  readonly code: number | undefined;
}

async function codeOf(asker: HostGuard | undefined, line: string | undefined): Promise<number | undefined> {
  const ran = line === undefined ? undefined : await asker?.run(line, ANSWERS_WITHIN_MS);
  return ran?.code;
}
