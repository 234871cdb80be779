import { OperationError } from '#engine/operations/operation-error.ts';
import type { Doing } from '#engine/operations/verb.ts';
import { recordAt } from '#shared/domain/inventory/facts.ts';
import type { RefOf } from '#shared/domain/inventory/watched.ts';
import type { OwnWay } from '#shared/domain/networks/addresses.ts';
import { pingLine } from '#shared/domain/networks/address-lines.ts';
import type { HostAddress } from '#shared/domain/operations/network-request.ts';
import type { HostGuard } from './host-guard.ts';

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
  if (proof.wish.mode === 'None') return;
  for (const line of linesOf(doing, proof)) {
    const ran = await proof.guard?.run(line, ANSWERS_WITHIN_MS);
    if (ran === undefined) return doing.remark({ is: 'reach-not-proven', host: proof.name });
    const { code, said } = ran;
    if (code !== 0) throw new OperationError({ kind: 'command', line, ...(code !== undefined && { code }), said: said.slice(-2_000) });
  }
}

function linesOf({ pool }: Doing, { network, way, wish, others, to = '' }: Proof): readonly string[] {
  const from = recordAt(pool.inventory().pif, way.ref)?.ip ?? wish.ip;
  const mtu = recordAt(pool.inventory().network, network)?.mtu ?? way.pif.mtu;
  const neighbours = others.filter(({ wish: { mode, ip } }) => mode === 'Static' && ip !== wish.ip).map(({ wish: { ip } }) => ip);
  return [...neighbours, ...(to === '' ? [] : [to])].flatMap((target) => pingLine({ to: target, mtu, from }) ?? []);
}
