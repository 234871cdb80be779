import { flag, list, map, ref, text } from '#simulator/world/fields.ts';
import type { Ref, Row, Value } from '#simulator/world/value.ts';
import type { PoolState, SimHost } from '#simulator/world/world.ts';
import type { XeCommand } from './xe.ts';

interface Kind {
  readonly table: string;
  /** What is shown where nothing is asked for. */
  readonly usual: readonly string[];
}

const KINDS: Readonly<Record<string, Kind | undefined>> = {
  pool: { table: 'pool', usual: ['uuid', 'name-label', 'name-description', 'master', 'default-SR'] },
  host: { table: 'host', usual: ['uuid', 'name-label', 'name-description'] },
  vm: { table: 'VM', usual: ['uuid', 'name-label', 'power-state'] },
  pbd: { table: 'PBD', usual: ['uuid', 'host-uuid', 'sr-uuid', 'device-config', 'currently-attached'] },
  sr: { table: 'SR', usual: ['uuid', 'name-label', 'name-description', 'host', 'type', 'content-type'] },
  pif: { table: 'PIF', usual: ['uuid', 'device', 'VLAN', 'mac', 'network-uuid'] },
  network: { table: 'network', usual: ['uuid', 'name-label', 'name-description', 'bridge'] },
  task: { table: 'task', usual: ['uuid', 'name-label', 'status', 'progress'] },
  bond: { table: 'Bond', usual: ['uuid', 'master', 'slaves'] },
  vdi: { table: 'VDI', usual: ['uuid', 'name-label', 'sr-uuid', 'virtual-size'] },
};

/** `xe CLASS-list` and `xe CLASS-param-get`; undefined for any other word. */
export function listRecords(host: SimHost, command: XeCommand): string | undefined {
  const found = /^([a-z]+)-(list|param-get|param-list)$/.exec(command.verb);
  const kind = KINDS[found?.[1] ?? ''];
  if (found === null || kind === undefined) return undefined;
  const { database } = host.pool;
  const wanted = [...command.values].filter(([name]) => !['params', 'param-name', 'param-key'].includes(name));
  const rows = database.refs(kind.table).filter((self) => wanted.every(([name, value]) => valueOf(host, kind, self, name) === value));
  const params = found[2] === 'list' ? (command.values.get('params')?.split(',') ?? kind.usual) : [command.values.get('param-name') ?? 'uuid'];
  if (found[2] === 'param-get') return `${rows.map((self) => valueOf(host, kind, self, params[0] ?? 'uuid') ?? '').join('\n')}\n`;
  if (command.flags.has('minimal')) return `${rows.map((self) => valueOf(host, kind, self, params[0] ?? 'uuid') ?? '').join(',')}\n`;
  return rows.map((self) => block(host, kind, self, params)).join('\n\n') + (rows.length > 0 ? '\n\n' : '');
}

function block(host: SimHost, kind: Kind, self: Ref, params: readonly string[]): string {
  const shown = params.includes('all') ? kind.usual : params;
  const lines = shown.map((name, index) => {
    const label = `${name} (${name === 'name-label' || name === 'name-description' ? ' RW' : name.endsWith('config') ? 'MRO' : ' RO'})`;
    return `${index === 0 ? label.padEnd(24) : label.padStart(27)}: ${valueOf(host, kind, self, name) ?? '<not in database>'}`;
  });
  return lines.join('\n');
}

/** Names of parameters are those of fields with dashes; some lead on to another record. */
function valueOf(host: SimHost, { table }: Kind, self: Ref, name: string): string | undefined {
  const { pool } = host;
  const row = pool.database.find(table, self);
  if (row === undefined) return undefined;
  switch (name) {
    case 'host-uuid':
      return uuidOf(pool, 'host', ref(row, 'host'));
    case 'sr-uuid':
      return uuidOf(pool, 'SR', ref(row, 'SR'));
    case 'sr-name-label':
      return text(pool.database.find('SR', ref(row, 'SR') ?? '') ?? {}, 'name_label');
    case 'network-uuid':
      return uuidOf(pool, 'network', ref(row, 'network'));
    case 'resident-on':
      return uuidOf(pool, 'host', ref(row, 'resident_on')) ?? '<not in database>';
    case 'master':
      return table === 'pool' ? uuidOf(pool, 'host', ref(row, 'master')) : undefined;
    case 'default-SR':
      return uuidOf(pool, 'SR', ref(row, 'default_SR')) ?? '<not in database>';
    case 'mac':
      return text(row, 'MAC');
    case 'is-control-domain':
      return String(flag(row, 'is_control_domain'));
    default: {
      const [field = '', key] = name.split(':');
      const column = Object.keys(row).find((known) => known.toLowerCase() === field.replaceAll('-', '_').toLowerCase());
      if (column === undefined) return undefined;
      return key === undefined ? shown(row, column) : textValue(map(row, column)[key]);
    }
  }
}

function uuidOf(pool: PoolState, table: string, self: Ref | undefined): string | undefined {
  const row = self === undefined ? undefined : pool.database.find(table, self);
  return row === undefined ? undefined : text(row, 'uuid');
}

function shown(row: Row, column: string): string {
  const value = row[column];
  if (Array.isArray(value)) return list(row, column).join('; ');
  if (typeof value === 'object') {
    return Object.entries(value)
      .map(([key, item]) => `${key}: ${/passw|secret|chap/i.test(key) ? '<secret>' : textValue(item)}`)
      .join('; ');
  }
  if (column === 'power_state' || column === 'status') return textValue(value).toLowerCase();
  return column === 'progress' ? Number(value).toFixed(3) : textValue(value);
}

function textValue(value: Value | undefined): string {
  return value === undefined || typeof value === 'object' ? '' : String(value);
}
