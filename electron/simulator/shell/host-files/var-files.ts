import { entry, flag } from '#simulator/world/fields.ts';
import { poolDatabaseXml } from '#simulator/world/database-file.ts';
import { netmaskOf } from '#simulator/world/dom0/ip.ts';
import { legsOf } from '#simulator/world/dom0/legs.ts';
import type { LogFile } from '#simulator/world/dom0/dom0.ts';
import type { SimHost, World } from '#simulator/world/world.ts';
import { hostRow, poolRow, storageOf } from './facts.ts';
import { mapsOf } from './iscsi.ts';
import { logText } from './logs.ts';
import type { AddFiles } from './tree.ts';

const LOGS: readonly LogFile[] = ['xensource.log', 'SMlog', 'kern.log', 'messages', 'daemon.log', 'xha.log'];

export const addVar: AddFiles = (builder, { world, host }) => {
  const { dom0 } = host;
  const copy = databaseCopy(world, host);
  builder.file('/var/lib/xcp/state.db', () => poolDatabaseXml(host.pool), { changedMs: copy.atMs });
  builder.file('/var/lib/xcp/state.db.generation', () => String(copy.generation), { changedMs: copy.atMs });
  builder.file('/var/lib/xcp/local.db', () => localDatabase(host));
  builder.link('/var/xapi', '/var/lib/xcp');
  builder.file('/var/lib/xcp/networkd.db', () => networkdDatabase(host));
  if (isVerifying(host)) builder.file('/var/lib/xcp/verify-certificates', () => '');
  builder.socket('/var/lib/xcp/xapi');
  for (const log of LOGS) builder.file(`/var/log/${log}`, () => logText(world, host, log), { changedMs: world.clock.now() });
  builder.file('/var/log/audit.log', () => '', { changedMs: world.clock.now() });
  builder.file('/var/log/boot.log', () => '', { changedMs: dom0.bootedMs });
  addRotated(builder, world, host);
  if (host.toolstack.is !== 'stopped' && host.power === 'on') {
    builder.file('/var/run/xapi.pid', () => `${xapiPid(host)}\n`, { changedMs: dom0.xapiStartedMs });
    builder.file('/var/run/xapi_startup.cookie', () => '', { changedMs: dom0.xapiStartedMs + 20_000 });
    if (host.toolstack.is === 'running') builder.file('/var/run/xapi_init_complete.cookie', () => '', { changedMs: dom0.xapiStartedMs + 40_000 });
  }
  builder.link('/run/xapi.pid', '/var/run/xapi.pid');
  builder.folder('/var/crash');
  for (const crash of dom0.crashes) {
    if (crash.kind !== 'crash') continue;
    const name = new Date(crash.atMs).toISOString().replace(/^(\d+)-(\d+)-(\d+)T(\d+):(\d+):(\d+).*$/, '$1$2$3-$4$5$6-UTC');
    for (const part of ['xen.log', 'dom0.log'])
      builder.file(`/var/crash/${name}/${part}`, () => 'Panic on CPU 3\n', { changedMs: crash.atMs, size: 412_000 });
  }
  const maps = mapsOf(world, host);
  if (maps.length > 0) {
    builder.file(
      '/dev/shm/mpath_status',
      () =>
        `{${maps.map(({ scsiId, paths }) => `"mpath-${scsiId}": "${paths.filter(({ isActive }) => isActive).length}/${paths.length}"`).join(', ')}}\n`,
    );
  }
  for (const storage of storageOf(host)) if (storage.isAttached) builder.folder(`/run/sr-mount/${storage.srUuid}`);
  builder.folder('/root');
  builder.folder('/tmp');
  builder.folder('/var/lock/sm');
  builder.folder('/opt/xensource/bin');
};

export function xapiPid(host: SimHost): number {
  return 2113 + host.dom0.boots * 811 + (Math.floor(host.dom0.xapiStartedMs / 1000) % 97);
}

function isVerifying(host: SimHost): boolean {
  return host.dom0.tls.isVerifying ?? flag(hostRow(host), 'tls_verification_enabled');
}

const COPY_EVERY_MS = 300_000;

/** A member has the master's database as of the last time it came over; it came with the heartbeats. */
function databaseCopy(world: World, host: SimHost): { readonly generation: number; readonly atMs: number } {
  const generation = host.pool.database.generation();
  if (host.role.is === 'master') return { generation, atMs: world.clock.now() };
  const heardMs = Number.isFinite(host.lastHeartbeatMs) ? host.lastHeartbeatMs : host.dom0.bootedMs;
  const atMs = heardMs - (heardMs % COPY_EVERY_MS);
  return { generation: host.dom0.databaseCopy?.generation ?? generation, atMs: host.dom0.databaseCopy?.atMs ?? atMs };
}

export function isArmed(host: SimHost): boolean {
  return host.dom0.ha.isArmed ?? flag(poolRow(host), 'ha_enabled');
}

function localDatabase(host: SimHost): string {
  const rows = [
    ['ha.armed', String(isArmed(host))],
    ['host_disabled_until_reboot', 'false'],
    ['host_auto_enable', String(host.enablesItself)],
    ['this_node_just_became_master', 'false'],
  ];
  const timeout = entry(poolRow(host), 'ha_configuration', 'timeout');
  if (timeout !== undefined) rows.push(['ha.timeout', timeout]);
  return `<local>${rows.map(([key, value]) => `<row key="${key}" value="${value}"/>`).join('')}</local>`;
}

function networkdDatabase(host: SimHost): string {
  const interfaces = legsOf(host).map((leg) => [
    leg.bridge,
    {
      ipv4_conf: leg.ip === undefined ? ['None4'] : ['Static4', [[leg.ip, leg.prefix]]],
      ipv4_gateway: leg.gateway ?? null,
      persistent_i: leg.isManagement,
      netmask: netmaskOf(leg.prefix),
    },
  ]);
  const bridges = legsOf(host).map((leg) => [
    leg.bridge,
    { ports: [[leg.device, { interfaces: leg.uplinks }]], bridge_mac: leg.mac, vlan: leg.vlan < 0 ? null : leg.vlan },
  ]);
  return JSON.stringify({
    interface_config: Object.fromEntries(interfaces),
    bridge_config: Object.fromEntries(bridges),
    gateway_interface: legsOf(host).find(({ isManagement }) => isManagement)?.bridge ?? null,
  });
}

/** Old logs, which is what fills the disk. */
function addRotated(builder: Parameters<AddFiles>[0], world: World, host: SimHost): void {
  const now = world.clock.now();
  const total = host.dom0.disks.log.usedKib * 1024;
  const count = 40;
  for (let index = 1; index <= count; index += 1) {
    const path = `/var/log/xensource.log.${index}.gz`;
    builder.file(path, () => '', { changedMs: now - index * 6 * 3_600_000, size: Math.floor((total * 0.8) / count) });
  }
}
