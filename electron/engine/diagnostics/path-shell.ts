import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import { deviceWord, sh } from '#shared/domain/diagnosis/shell.ts';
import { recordAt } from '#shared/domain/inventory/facts.ts';
import type { HostRef, RefOf } from '#shared/domain/inventory/watched.ts';
import { pingLine } from '#shared/domain/networks/address-lines.ts';
import { wayOfHost } from '#shared/domain/networks/addresses.ts';
import { addressIn } from '#shared/domain/networks/managed-at.ts';
import { type PathSeen, type PathWord, senderTo, SMALL_PACKET, sizesToTry } from '#shared/domain/networks/path-check.ts';
import { PoolsError } from '#engine/pools/pools-error.ts';
import type { LendSetup, LentShell } from './host-shell.ts';
import { withShell } from './with-shell.ts';

const ANSWERS_WITHIN_MS = 15_000;
/** A session carries ten channels at most. */
const AT_ONCE = 4;

interface Asked {
  readonly server: ServerId;
  readonly host: HostRef;
  readonly network: RefOf<'network'>;
  readonly mtu: number;
  readonly to: readonly string[];
}

/** Has a host try how large packets get to others in one piece. Nothing is changed on it. */
export async function askPath(setup: LendSetup, { server, host, network, mtu, to }: Asked, signal: AbortSignal): Promise<PathWord> {
  const inventory = setup.pools.inventory(server);
  const pif = wayOfHost(inventory, network, host)?.pif;
  const own = pif === undefined ? [] : (['IPv4', 'IPv6'] as const).flatMap((family) => addressIn(pif, family) ?? []);
  if (own.length === 0) throw new PoolsError({ kind: 'gone' });
  const bridge = recordAt(inventory.network, network)?.bridge ?? '';
  return await withShell(setup, { server, host, signal }, async (shell): Promise<PathWord> => {
    const run = async (line: string | undefined) =>
      line === undefined ? undefined : await shell.run(line, { timeoutMs: ANSWERS_WITHIN_MS, signal });
    const takes = Number((await run(sh`cat /sys/class/net/${deviceWord(bridge)}/mtu`))?.said.trim());
    if (!Number.isInteger(takes) || takes <= 0) return { is: 'no-way' };
    const paths: PathSeen[] = [];
    const next = to.entries();
    const worker = async (): Promise<void> => {
      for (const [position, one] of next)
        paths[position] = { to: one, passes: await largest(shell, { to: one, from: senderTo(one, own), mtu, own: takes, signal }) };
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    return { is: 'said', own: takes, paths };
  });
}

interface Path {
  readonly to: string;
  /** Undefined where it has no address of that kind. */
  readonly from: string | undefined;
  readonly mtu: number;
  readonly own: number;
  readonly signal: AbortSignal;
}

async function largest(shell: LentShell, { to, from, mtu, own, signal }: Path): Promise<number> {
  const passes = async (size: number): Promise<boolean> => {
    const line = from === undefined ? undefined : pingLine({ to, from, mtu: size });
    const ran = line === undefined ? undefined : await shell.run(line, { timeoutMs: ANSWERS_WITHIN_MS, signal });
    return ran?.code === 0;
  };
  if (!(await passes(SMALL_PACKET))) return 0;
  for (const size of sizesToTry({ mtu, own })) if (await passes(size)) return size;
  return SMALL_PACKET;
}
