import { isAbsentCall } from '#engine/mirror/absent-call.ts';
import type { Clock } from '#engine/ports.ts';
import type { CallOptions } from '#engine/xapi/json-rpc.ts';
import type { Session } from '#engine/xapi/session.ts';
import { XapiError } from '#engine/xapi/xapi-error.ts';
import { type Access, mayCall } from '#shared/domain/connection/permissions.ts';
import { isOrdinaryVm, onlyPool } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { Host, HostRef, Pool, RefOf } from '#shared/domain/inventory/watched.ts';
import type { JoinSide } from '#shared/domain/joining/side.ts';
import { readMoment } from '#shared/domain/liveness/moment.ts';
import type { CallName } from '#shared/xapi/caller.ts';

const SILENCE_MS = 20_000;

export interface SideSource {
  readonly session: Session;
  readonly inventory: Inventory;
  readonly access: Access | undefined;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

type Row = Readonly<Record<string, unknown>>;

/** One of the two that are to become one, asked for everything that a join depends on; all questions are on their way at once. */
export async function readJoinSide(source: SideSource): Promise<JoinSide> {
  const { inventory } = source;
  const known = onlyPool(inventory);
  const masterRef = known?.pool.master ?? undefined;
  const master = masterRef === undefined ? undefined : inventory.host.get(masterRef);
  if (known === undefined || masterRef === undefined || master === undefined) throw new XapiError('HOST_STILL_BOOTING', []);
  const { session, signal, clock } = source;
  const options: CallOptions = { signal, timeoutMs: SILENCE_MS };
  const records = async (name: CallName): Promise<readonly Row[]> => await rowsOrNone(session, name, options);
  const sentMs = clock.now();
  const timed = session.call('host.get_servertime', [masterRef], options).then((answer) => ({ answer: String(answer), receivedMs: clock.now() }));
  const [host, pool, time, tunnels, sriovs, clusters, controllers, updates, certificates] = await Promise.all([
    session.call('host.get_record', [masterRef], options).then(row),
    session.call('pool.get_record', [known.ref], options).then(row),
    timed,
    records('tunnel.get_all_records'),
    records('network_sriov.get_all_records'),
    records('Cluster_host.get_all_records'),
    records('SDN_controller.get_all_records'),
    updatesOf(session, options),
    records('Certificate.get_all_records'),
  ]);
  const hostMs = readMoment(time.answer);
  if (hostMs === undefined) throw new XapiError('INTERNAL_ERROR', [time.answer.slice(0, 100)]);
  return {
    ...whoItIs(inventory, { masterRef, poolRef: known.ref }),
    mayJoin: source.access === undefined || mayCall(source.access, 'pool.join'),
    isHaEnabled: known.pool.isHaEnabled,
    isUpdating: [...inventory.host.values()].some(({ currentOperations }) => Object.values(currentOperations).includes('apply_updates')),
    hasCluster: clusters.some((each) => each['enabled'] === true),
    restricts: {
      pooling: textMap(pool['restrictions'])['restrict_pooling'] === 'true',
      size: textMap(pool['restrictions'])['restrict_pool_size'] === 'true',
    },
    editions: texts(host['editions']),
    licenceServer: textMap(host['license_server']),
    apiVersion: `${text(host['API_version_major'])}.${text(host['API_version_minor'])}`,
    updates: texts(host['updates']).flatMap((update) => updates.get(update) ?? []),
    ...whatItHolds(inventory),
    tunnels: tunnels.length,
    sriovs: sriovs.length,
    controller: text(controllers[0]?.['address']),
    directory: { type: text(host['external_auth_type']), service: text(host['external_auth_service_name']) },
    authorities: Object.fromEntries(
      certificates.filter((each) => each['type'] === 'ca').map((each) => [text(each['name']), text(each['fingerprint'])] as const),
    ),
    certificateEndsMs: certificateEnd(certificates, masterRef),
    clockAheadMs: Math.round(hostMs - (sentMs + time.receivedMs) / 2),
  };
}

function whoItIs(inventory: Inventory, { masterRef, poolRef }: { readonly masterRef: HostRef; readonly poolRef: JoinSide['poolRef'] }) {
  const master = inventory.host.get(masterRef);
  const pool = inventory.pool.get(poolRef);
  if (master === undefined || pool === undefined) throw new XapiError('HOST_STILL_BOOTING', []);
  const hosts = [...inventory.host.values()];
  return {
    host: master.name,
    hostRef: masterRef,
    hostUuid: master.uuid,
    address: master.address,
    poolRef,
    poolName: pool.name,
    members: hosts.map(({ uuid, name }) => ({ uuid, name })),
    edition: master.edition,
    software: master.software,
    cpu: processorOf(master, pool),
    guidances: master.pendingGuidances,
    verifiesTls: pool.verifiesTls,
  };
}

/** A pool's own level is what it promises; a release without one has the master's. */
function processorOf(master: Host, pool: Pool): JoinSide['cpu'] {
  const levelled = { ...master.cpuInfo, ...pool.cpuInfo };
  const first = (...keys: readonly string[]): string => keys.map((key) => levelled[key]).find((value) => value !== undefined && value !== '') ?? '';
  return {
    vendor: first('vendor'),
    model: master.cpuInfo['modelname'] ?? '',
    hvm: first('features_hvm_host', 'features_hvm'),
    pv: first('features_pv_host', 'features_pv'),
  };
}

function whatItHolds(inventory: Inventory) {
  const vms = [...inventory.vm].filter(([, vm]) => isOrdinaryVm(vm));
  const named = (is: (vm: (typeof vms)[number][1]) => boolean) => vms.filter(([, vm]) => is(vm)).map(([ref, { name }]) => ({ ref, name }));
  const pifs = [...inventory.pif];
  const found = pifs.find(([, pif]) => pif.isManagement);
  return {
    running: named(({ power }) => power === 'Running' || power === 'Paused').map((vm) => ({
      ...vm,
      features: inventory.vm.get(vm.ref)?.lastBootProcessor['features'] ?? '',
    })),
    suspended: named(({ power }) => power === 'Suspended'),
    busy: named(({ currentOperations }) => Object.keys(currentOperations).length > 0),
    sharedSrs: [...inventory.sr].filter(([, sr]) => sr.isShared && !isTools(sr)).map(([ref, { name }]) => ({ ref, name })),
    bonds: [...inventory.bond.values()].map((bond) => bondName(inventory, bond)),
    vlans: pifs.filter(([, pif]) => pif.vlan >= 0 && !pif.isManagement).map(([, pif]) => pif.vlan),
    removableNetworks: removableNetworks(inventory),
    management: found === undefined ? undefined : managementOf(found),
    purposes: [...new Set([...inventory.network.values()].flatMap(({ purpose }) => purpose))],
    drivers: Object.fromEntries([...inventory.sm.values()].map(({ type, features: own }) => [type, numbers(own)])),
  };
}

/** What a pool would not take: the networks of bonds, and of VLANs that carry nothing of the host's own. */
function removableNetworks(inventory: Inventory): readonly RefOf<'network'>[] {
  const used = new Set([...inventory.vif.values()].map(({ network }) => network));
  const isExtra = (pif: Pif[1]): boolean => pif.bondMasterOf.length > 0 || (pif.vlan >= 0 && !pif.isManagement);
  const networks = [...inventory.pif.values()].filter(isExtra).flatMap(({ network }) => network ?? []);
  return [...new Set(networks)].filter((network) => !used.has(network));
}

function isTools(sr: { readonly isToolsSr: boolean; readonly otherConfig: Readonly<Record<string, string>> }): boolean {
  return sr.isToolsSr || sr.otherConfig['xenserver_tools_sr'] === 'true';
}

type Pif = Inventory['pif'] extends ReadonlyMap<infer R, infer P> ? readonly [R, P] : never;

function managementOf([pif, { device, vlan, ipMode, ip, primaryAddressType }]: Pif): NonNullable<JoinSide['management']> {
  return { pif, device, vlan, mode: ipMode, ip, family: primaryAddressType };
}

function bondName(inventory: Inventory, { slaves }: { readonly slaves: readonly Pif[0][] }): string {
  return slaves.map((slave) => inventory.pif.get(slave)?.device ?? '').join(' + ');
}

function numbers(features: Readonly<Record<string, string>>): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(features).map(([name, edition]) => [name, Number(edition)]));
}

/** References of updates that every member has to have, with their names. */
async function updatesOf(session: Session, options: CallOptions): Promise<ReadonlyMap<string, string>> {
  try {
    const all = row(await session.call('pool_update.get_all_records', [], options));
    const entries = Object.entries(all).map(([ref, each]) => [ref, row(each)] as const);
    return new Map(entries.filter(([, each]) => each['enforce_homogeneity'] === true).map(([ref, each]) => [ref, text(each['name_label'])]));
  } catch (error) {
    if (isAbsentCall(error)) return new Map();
    throw error;
  }
}

/** A release that knows no such objects has none. */
async function rowsOrNone(session: Session, name: CallName, options: CallOptions): Promise<readonly Row[]> {
  try {
    // Each of these takes nothing but the session.
    return Object.values(row(await session.call(name, [] as never, options))).map(row);
  } catch (error) {
    if (isAbsentCall(error)) return [];
    throw error;
  }
}

function certificateEnd(certificates: readonly Row[], host: HostRef): number | undefined {
  const own = certificates.find((each) => each['host'] === host && each['type'] !== 'ca' && each['type'] !== 'host_internal');
  return own === undefined ? undefined : readMoment(text(own['not_after']));
}

function row(value: unknown): Row {
  return typeof value === 'object' && value !== null ? (value as Row) : {};
}

function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

function textMap(value: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(row(value)).map(([key, item]) => [key, text(item)]));
}
