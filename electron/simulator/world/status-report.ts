import { poolDatabaseXml } from './database-file.ts';
import { entry, list, map, number, text } from './fields.ts';
import { hostRrd } from './metrics/pool-metrics.ts';
import { rrdXml } from './metrics/rrd-document.ts';
import { dateText, hostNow } from './times.ts';
import type { Row } from './value.ts';
import type { SimHost, World } from './world.ts';

export interface ReportFile {
  readonly name: string;
  readonly content: string;
}

/** One thing a status report may contain, as the host describes it to whoever chooses. */
interface Capability {
  readonly key: string;
  /** Whether it tells about people: yes, no, maybe, if_customized. */
  readonly privacy: 'yes' | 'no' | 'maybe' | 'if_customized';
  readonly maxBytes: number;
  readonly maxSec: number;
  readonly isChecked: boolean;
  readonly collect: (world: World, host: SimHost) => readonly ReportFile[];
}

const CAPABILITIES: readonly Capability[] = [
  { key: 'xenserver-config', privacy: 'maybe', maxBytes: 51_200, maxSec: 10, isChecked: true, collect: configuration },
  { key: 'xenserver-databases', privacy: 'yes', maxBytes: 5_242_880, maxSec: 40, isChecked: true, collect: database },
  { key: 'xenserver-logs', privacy: 'maybe', maxBytes: 52_428_800, maxSec: 30, isChecked: true, collect: logs },
  { key: 'network-config', privacy: 'if_customized', maxBytes: 51_200, maxSec: 10, isChecked: true, collect: network },
  { key: 'system-load', privacy: 'no', maxBytes: 12_582_912, maxSec: 10, isChecked: true, collect: load },
  { key: 'host-crashdump-logs', privacy: 'maybe', maxBytes: 1_048_576, maxSec: 5, isChecked: false, collect: () => [] },
];

export function capabilitiesXml(): string {
  const entries = CAPABILITIES.map(
    ({ key, privacy, maxBytes, maxSec, isChecked }) =>
      `<capability content-type="text/plain" default-checked="${isChecked ? 'yes' : 'no'}" key="${key}" max-size="${maxBytes}" max-time="${maxSec}" min-size="-1" min-time="-1" pii="${privacy}"/>`,
  );
  return `<?xml version="1.0" ?>\n<system-status-capabilities>${entries.join('')}</system-status-capabilities>\n`;
}

/** `keys` undefined: whatever is checked by default. */
export function reportFiles(world: World, host: SimHost, keys: ReadonlySet<string> | undefined): readonly ReportFile[] {
  const wanted = CAPABILITIES.filter(({ key, isChecked }) => keys?.has(key) ?? isChecked);
  return wanted.flatMap(({ collect }) => collect(world, host));
}

/** Reports sort themselves by host and time. */
export function reportFolder(world: World, host: SimHost): string {
  const stamp = dateText(hostNow(world, host)).replace(/[TZ]/g, (letter) => (letter === 'T' ? '-' : ''));
  return `bug-report-${stamp.replaceAll(':', '')}`;
}

function hostRow(host: SimHost): Row {
  return host.pool.database.find('host', host.ref) ?? {};
}

function configuration(_world: World, host: SimHost): readonly ReportFile[] {
  const row = hostRow(host);
  const inventory = {
    PRODUCT_BRAND: entry(row, 'software_version', 'product_brand') ?? '',
    PRODUCT_VERSION: entry(row, 'software_version', 'product_version') ?? '',
    BUILD_NUMBER: entry(row, 'software_version', 'build_number') ?? '',
    INSTALLATION_UUID: host.uuid,
    MANAGEMENT_INTERFACE: managementBridge(host),
  };
  const pool = host.role.is === 'master' ? 'master' : `slave:${host.role.masterAddress}`;
  return [
    {
      name: 'etc/xensource-inventory',
      content: `${Object.entries(inventory)
        .map(([key, value]) => `${key}='${value}'`)
        .join('\n')}\n`,
    },
    { name: 'etc/xensource/pool.conf', content: pool },
    { name: 'etc/hostname', content: `${text(row, 'hostname')}\n` },
  ];
}

function pifs(host: SimHost): readonly Row[] {
  return list(hostRow(host), 'PIFs').map((pif) => host.pool.database.find('PIF', pif) ?? {});
}

function managementBridge(host: SimHost): string {
  const pif = pifs(host).find((candidate) => candidate['management'] === true);
  return text(host.pool.database.find('network', text(pif ?? {}, 'network')) ?? {}, 'bridge');
}

function database(_world: World, host: SimHost): readonly ReportFile[] {
  return [{ name: 'xapi-db.xml', content: poolDatabaseXml(host.pool) }];
}

/** The toolstack's log says what its tasks and alerts said. */
function logs(_world: World, host: SimHost): readonly ReportFile[] {
  const { pool } = host;
  const alerts = [...pool.messages.stored.values()].map(({ record }) => ({
    at: text(record, 'timestamp'),
    line: `xapi: [ info] alert ${text(record, 'name')} for ${text(record, 'cls')} ${text(record, 'obj_uuid')}: ${text(record, 'body').replaceAll('\n', ' ')}`,
  }));
  const tasks = pool.database.refs('task').map((task) => {
    const row = pool.database.get('task', task);
    return { at: text(row, 'created'), line: `xapi: [debug] task ${text(row, 'name_label')} (${text(row, 'uuid')}): ${text(row, 'status')}` };
  });
  const lines = [...alerts, ...tasks]
    .toSorted((a, b) => (a.at < b.at ? -1 : 1))
    .map(({ at, line }) => `${at} ${text(hostRow(host), 'hostname')} ${line}`);
  return [{ name: 'var/log/xensource.log', content: `${lines.join('\n')}\n` }];
}

function network(_world: World, host: SimHost): readonly ReportFile[] {
  const interfaces = pifs(host).map((pif) => {
    const address = text(pif, 'IP') === '' ? 'no address' : `${text(pif, 'IP')} ${text(pif, 'netmask')} via ${text(pif, 'gateway')}`;
    return `${text(pif, 'device')} ${text(pif, 'MAC')} mtu ${number(pif, 'MTU')}: ${text(pif, 'ip_configuration_mode')} ${address}`;
  });
  return [{ name: 'ifconfig-a.out', content: `${interfaces.join('\n')}\n` }];
}

function load(world: World, host: SimHost): readonly ReportFile[] {
  const processor = map(hostRow(host), 'cpu_info');
  return [
    { name: 'var/lib/xcp/blobs/rrds/host.xml', content: rrdXml(hostRrd(world, host), 'on-disk') },
    {
      name: 'proc/cpuinfo',
      content: `${Object.entries(processor)
        .map(([key, value]) => `${key}\t: ${String(value)}`)
        .join('\n')}\n`,
    },
  ];
}
