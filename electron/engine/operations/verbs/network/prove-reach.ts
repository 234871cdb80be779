import { OperationError } from '#engine/operations/operation-error.ts';
import type { Doing } from '#engine/operations/verb.ts';
import { pause } from '#engine/time.ts';
import type { Trace } from '#shared/contract/calls/operation-calls.ts';
import { isHostLive, onlyPool, recordAt } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, RefOf } from '#shared/domain/inventory/watched.ts';
import { membersFirst, type OwnWay } from '#shared/domain/networks/addresses.ts';
import { duplicateIpv6Line, openLine, pingLine } from '#shared/domain/networks/address-lines.ts';
import { addressIn } from '#shared/domain/networks/managed-at.ts';
import type { HostAddress } from '#shared/domain/operations/network-request.ts';
import { ROLLBACK_S } from '#shared/domain/repairs/undo-timer.ts';
import type { Answered, HostGuard } from './host-guard.ts';

interface Managed {
  readonly host: HostRef;
  readonly name: string;
  readonly guard: HostGuard | undefined;
}

/** A toolstack opens its connections anew after a while. */
const TRIES = 4;
const TRIES_AFTER_MS = 5_000;

/**
 * What the pool says of a host stays for minutes after nobody has heard of it. So the host itself has to get through to the
 * pool over its new way, and another host to it. A pool of one host is what the app itself has just got through to.
 */
export async function proveManaged(doing: Doing, managed: Managed): Promise<void> {
  const lines = linesBetween(doing.pool.inventory(), managed);
  if (lines === undefined) return;
  const { guard, name } = managed;
  for (let tries = 1; ; tries += 1) {
    const there = await guard?.run(lines.there, ANSWERS_WITHIN_MS);
    const back = await guard?.beside(lines.peer, lines.back);
    const wrong = [
      { line: lines.there, ran: there },
      { line: lines.back, ran: back },
    ].find(({ ran }) => ran !== undefined && ran.code !== 0);
    if (wrong?.ran === undefined) {
      if (there === undefined || back === undefined) doing.remark({ is: 'reach-not-proven', host: name });
      return;
    }
    if (tries === TRIES) throw notReached(wrong.line, wrong.ran);
    await pause(doing.clock, TRIES_AFTER_MS, doing.closing);
    doing.closing.throwIfAborted();
  }
}

interface Between {
  readonly peer: HostRef;
  /** On the host, and on its peer. */
  readonly there: string;
  readonly back: string;
}

function linesBetween(inventory: Inventory, { host }: Managed): Between | undefined {
  const master = onlyPool(inventory)?.pool.master;
  const others = membersFirst(inventory, [...inventory.host.keys()]).filter((other) => other !== host && isHostLive(inventory, other));
  const peer = others.find((other) => other === master) ?? others[0];
  const [there, back] = [peer, host].map((one) => openLine(recordAt(inventory.host, one)?.address ?? ''));
  return peer === undefined || there === undefined || back === undefined ? undefined : { peer, there, back };
}

function notReached(line: string, { code, said }: Answered): OperationError {
  return new OperationError({ kind: 'command', line, ...(code !== undefined && { code }), said: said.slice(-2_000) });
}

/** Of an operation that nobody saw the end of. */
export function mayTakeBack(hosts: readonly { readonly name: string }[]): readonly Trace[] {
  return hosts.length === 0 ? [] : [{ is: 'hosts-may-take-back', hosts: hosts.map(({ name }) => name), withinS: ROLLBACK_S }];
}

interface Proof {
  readonly network: RefOf<'network'>;
  readonly name: string;
  readonly way: OwnWay;
  readonly wish: HostAddress;
  readonly others: readonly { readonly wish: HostAddress; readonly name: string }[];
  readonly to: string | undefined;
  readonly guard: HostGuard | undefined;
}

const ANSWERS_WITHIN_MS = 15_000;

/** From the new address to every other host's and to what it is meant for, with packets that may not be cut into pieces. */
export async function proveReach(doing: Doing, proof: Proof): Promise<void> {
  for (const line of linesOf(doing, proof)) {
    const ran = await proof.guard?.run(line, ANSWERS_WITHIN_MS);
    if (ran === undefined) return doing.remark({ is: 'reach-not-proven', host: proof.name });
    if (ran.code !== 0) throw notReached(line, ran);
  }
}

function linesOf({ pool }: Doing, proof: Proof): readonly string[] {
  const { mode, ip, ipv6 } = proof.wish;
  const now = recordAt(pool.inventory().pif, proof.way.ref);
  const four = mode === 'Static' ? ip : now?.ip;
  return [...(mode === 'None' ? [] : pings(pool, proof, four)), ...(ipv6 === undefined ? [] : ipv6Lines(pool, proof, { ipv6, now }))];
}

interface Ipv6Now {
  readonly ipv6: NonNullable<HostAddress['ipv6']>;
  readonly now: OwnWay['pif'] | undefined;
}

/** Whether somebody else has it is known only to the host that has just got it. */
function ipv6Lines(pool: Doing['pool'], proof: Proof, { ipv6, now }: Ipv6Now): readonly string[] {
  if (ipv6.mode === 'None') return [];
  if (ipv6.mode !== 'Static') return pings(pool, proof, now === undefined ? undefined : addressIn(now, 'IPv6'));
  const address = bare(ipv6.address);
  const bridge = recordAt(pool.inventory().network, proof.network)?.bridge ?? '';
  return [duplicateIpv6Line({ address, bridge }) ?? [], ...pings(pool, proof, address)].flat();
}

/** To whoever has an address of the same kind. */
function pings(pool: Doing['pool'], { network, way, others, wish, to = '' }: Proof, from = ''): readonly string[] {
  const mtu = recordAt(pool.inventory().network, network)?.mtu ?? way.pif.mtu;
  const neighbours = others.flatMap((other) => (other.wish.host === wish.host ? [] : fixedOf(other.wish)));
  const targets = [...neighbours, ...(to === '' ? [] : [to])].filter((target) => target.includes(':') === from.includes(':'));
  return targets.flatMap((target) => pingLine({ to: target, mtu, from }) ?? []);
}

function fixedOf({ mode, ip, ipv6 }: HostAddress): readonly string[] {
  return [...(mode === 'Static' ? [ip] : []), ...(ipv6?.mode === 'Static' ? [bare(ipv6.address)] : [])];
}

function bare(address: string): string {
  return address.split('/')[0] ?? '';
}
