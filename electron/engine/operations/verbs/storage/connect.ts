import { repeatQuietly } from '#engine/operations/repeatable-task.ts';
import type { Doing } from '#engine/operations/verb.ts';
import type { Session } from '#engine/xapi/session.ts';
import { isXapiError } from '#engine/xapi/xapi-error.ts';
import { onlyPool } from '#shared/domain/inventory/facts.ts';
import type { HostRef, RecordOf, RefOf } from '#shared/domain/inventory/watched.ts';
import { unconnectedHosts } from '#shared/domain/rules/storage-rules.ts';
import { configForAnotherHost, type DriverConfig } from '#shared/domain/storage/driver-terms.ts';

export type SrRef = RefOf<'sr'>;
export type PbdRef = RefOf<'pbd'>;

/** A toolstack that plugs on many hosts at once has other things to do as well. */
const AT_ONCE = 4;

const LATER = ['HOST_OFFLINE', 'HOST_STILL_BOOTING', 'CANNOT_CONTACT_HOST', 'HOST_NOT_LIVE'];

export interface HostOutcome {
  readonly host: HostRef;
  /** Undefined: connected. */
  readonly error?: unknown;
}

/** Connects every host that should have it and has not, the master first: for some drivers it has to be there before others. */
export async function connectHosts(
  doing: Doing,
  sr: SrRef,
  how: { readonly config?: DriverConfig; readonly hosts?: readonly HostRef[] | undefined; readonly only?: HostRef | undefined } = {},
): Promise<readonly HostOutcome[]> {
  const { pool } = doing;
  const inventory = pool.inventory();
  const known = how.config ?? configForAnotherHost([...inventory.pbd.values()].find((pbd) => pbd.sr === sr)?.deviceConfig ?? {});
  const master = onlyPool(inventory)?.pool.master;
  const wanted = missingHosts(inventory, sr, how.hosts).filter(({ host }) => how.only === undefined || host === how.only);
  const missing = wanted.toSorted((a, b) => Number(b.host === master) - Number(a.host === master));
  const outcomes: HostOutcome[] = [];
  const [first, ...others] = missing;
  if (first !== undefined) outcomes.push(await connectHost(doing, { sr, ...first, config: known }));
  for (let from = 0; from < others.length; from += AT_ONCE) {
    doing.progress((from + 1) / missing.length);
    const batch = others.slice(from, from + AT_ONCE).map(async (host) => await connectHost(doing, { sr, ...host, config: known }));
    outcomes.push(...(await Promise.all(batch)));
  }
  const connectedNow = new Set(outcomes.flatMap(({ host, error }) => (error === undefined ? [host] : [])));
  await shown(doing, (pbd) => pbd.sr !== sr || pbd.host === null || !connectedNow.has(pbd.host) || pbd.isAttached);
  return outcomes;
}

/** Events need a moment; whoever looks at our picture next must not find the hosts as they were before. */
export const SHOWS_WITHIN_MS = 15_000;

async function shown({ pool, closing }: Doing, isSo: (pbd: RecordOf<'pbd'>) => boolean): Promise<void> {
  await pool.until(() => [...pool.inventory().pbd.values()].every(isSo), { signal: closing, timeoutMs: SHOWS_WITHIN_MS });
}

/** A repository of one host that has no connection yet does not say whose it is. */
function missingHosts(
  inventory: ReturnType<Doing['pool']['inventory']>,
  sr: SrRef,
  hosts: readonly HostRef[] | undefined,
): ReturnType<typeof unconnectedHosts> {
  const known = unconnectedHosts(inventory, sr);
  const hasLinks = [...inventory.pbd.values()].some((pbd) => pbd.sr === sr);
  return hosts === undefined || hasLinks ? known : hosts.map((host) => ({ host, pbd: undefined }));
}

interface Missing {
  readonly sr: SrRef;
  readonly host: HostRef;
  readonly pbd: PbdRef | undefined;
  readonly config: DriverConfig;
}

async function connectHost(doing: Doing, { sr, host, pbd, config }: Missing): Promise<HostOutcome> {
  const { pool, closing } = doing;
  try {
    const make = async (session: Session): Promise<PbdRef> => await makeLink(session, { host, SR: sr, device_config: config, other_config: {} });
    const link = pbd ?? (await pool.ask({ safe: true, signal: closing }, make));
    await plug(doing, link);
    return { host };
  } catch (error) {
    closing.throwIfAborted();
    return { host, error };
  }
}

/** A driver whose server does not answer takes minutes to say so: longer than anybody waits for the answer to a call. */
async function plug(doing: Doing, link: PbdRef): Promise<void> {
  await repeatQuietly(doing, async (session) => await session.startTask('PBD.plug', [link]));
}

export async function unplug(doing: Doing, link: PbdRef): Promise<void> {
  await repeatQuietly(doing, async (session) => await session.startTask('PBD.unplug', [link]));
}

type NewLink = Readonly<Record<'host' | 'SR', string>> & Readonly<Record<'device_config' | 'other_config', DriverConfig>>;

/** Asked twice after a lost connection, the second time finds what the first has made. */
async function makeLink(session: Session, link: NewLink): Promise<PbdRef> {
  try {
    // The record holds what a new connection needs; the server fills in the rest.
    return (await session.call('PBD.create', [link as never])) as PbdRef;
  } catch (error) {
    const there = isXapiError(error, 'PBD_EXISTS') ? error.parameters[2] : undefined;
    if (there === undefined) throw error;
    return there as PbdRef;
  }
}

/** Hosts that could not be connected are told one by one; a host that is away is no trouble of the storage. */
export function remarkOutcomes(doing: Doing, sr: SrRef, outcomes: readonly HostOutcome[]): void {
  const inventory = doing.pool.inventory();
  for (const { host, error } of outcomes) {
    if (error === undefined) continue;
    const name = inventory.host.get(host)?.name ?? host;
    if (isLater(error)) doing.remark({ is: 'host-later', host: name });
    else doing.remark({ is: 'host-not-connected', host: name, error }, { kind: 'sr.repair', server: doing.pool.server, sr });
  }
}

export function isLater(error: unknown): boolean {
  return LATER.some((code) => isXapiError(error, code));
}

/** Names of hosts that are connected to it now. */
export function connectedHosts(inventory: ReturnType<Doing['pool']['inventory']>, sr: SrRef): string[] {
  const hosts = [...inventory.pbd.values()].flatMap((pbd) => (pbd.sr === sr && pbd.isAttached && pbd.host !== null ? [pbd.host] : []));
  return hosts.map((host) => inventory.host.get(host)?.name ?? host).sort();
}

/** Unplugs it everywhere, the master last; what was unplugged is plugged again if the rest cannot be done. */
export async function disconnectHosts(doing: Doing, sr: SrRef): Promise<void> {
  const { pool } = doing;
  const inventory = pool.inventory();
  const master = onlyPool(inventory)?.pool.master;
  const links = [...inventory.pbd].filter(([, pbd]) => pbd.sr === sr && pbd.isAttached);
  const done: PbdRef[] = [];
  doing.onUndo({
    async undo() {
      const uuids = new Set(done.map((link) => inventory.pbd.get(link)?.uuid));
      await shown(doing, (pbd) => !uuids.has(pbd.uuid) || !pbd.isAttached);
      for (const link of done.toReversed()) await plug(doing, link);
      await shown(doing, (pbd) => !uuids.has(pbd.uuid) || pbd.isAttached);
      return done.length === 0 ? { is: 'nothing-changed' } : { is: 'hosts-connected-again' };
    },
    otherwise: { is: 'hosts-disconnected' },
  });
  for (const [link] of links.toSorted(([, a], [, b]) => Number(a.host === master) - Number(b.host === master))) {
    doing.cancelling.throwIfAborted();
    doing.progress(done.length / links.length);
    await unplug(doing, link);
    done.push(link);
  }
}
