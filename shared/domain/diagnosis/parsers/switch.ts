import type { Bond, BondMember, Bridge, VirtualSwitch } from '../sight-network.ts';
import { codeIn, groupsOf, linesOf, numberIn, orNothing, partsOf } from './lines.ts';

export function parseSwitch(raw: string): VirtualSwitch | undefined {
  const parts = partsOf(raw);
  const rc = codeIn(parts.get('list-br') ?? '');
  const backend = backendOf([...parts.keys()], rc);
  if (backend === 'unknown' && rc === undefined) return undefined;
  const isLinux = backend === 'bridge';
  return {
    backend,
    answers: isLinux || rc === 0,
    bridges: isLinux ? linuxBridges(parts.get('brctl') ?? '') : linesOf(parts.get('bridges') ?? '').flatMap(bridgeIn),
    interfaceErrors: errorsIn(parts.get('interfaces') ?? ''),
  };
}

function backendOf(parts: readonly string[], rc: number | undefined): VirtualSwitch['backend'] {
  const named = parts.map((name) => /^backend (\S+)/.exec(name)?.[1]).find((name) => name !== undefined);
  if (named === 'bridge' || named === 'openvswitch') return named;
  return rc === 0 ? 'openvswitch' : 'unknown';
}

function bridgeIn(line: string): readonly Bridge[] {
  const found = groupsOf(/^(\S+) parent=(\S*) vlan=(\S*) ports=(\S*) ifaces=(\S*)$/, line);
  if (found === undefined) return [];
  const [name, parent, vlan, ports, interfaces] = found;
  return [
    {
      name,
      parent: parent === name ? undefined : orNothing(parent),
      vlan: vlan === '0' ? undefined : numberIn(vlan),
      ports: listOf(ports),
      interfaces: listOf(interfaces),
    },
  ];
}

function listOf(text: string): readonly string[] {
  return text.split(',').filter((name) => name !== '');
}

/** Further ports of a bridge stand alone on lines of their own. */
function linuxBridges(part: string): readonly Bridge[] {
  const bridges: { name: string; ports: string[] }[] = [];
  for (const line of linesOf(part).filter((each) => !each.startsWith('bridge name'))) {
    const [, name, port] = /^(\S+)\s+\S+\s+(?:yes|no)(?:\s+(\S+))?\s*$/.exec(line) ?? [];
    const more = /^\s+(\S+)\s*$/.exec(line)?.[1];
    if (name !== undefined) bridges.push({ name, ports: port === undefined ? [] : [port] });
    else if (more !== undefined) bridges.at(-1)?.ports.push(more);
  }
  return bridges.map(({ name, ports }) => ({ name, ports, interfaces: ports }));
}

function errorsIn(part: string): VirtualSwitch['interfaceErrors'] {
  const table = readTable(part);
  const [name, error] = [table.headings.indexOf('name'), table.headings.indexOf('error')];
  return table.rows.flatMap((row) => {
    const [what, why] = [row[name], row[error]];
    return typeof what === 'string' && typeof why === 'string' && why !== '' ? [{ name: what, error: why }] : [];
  });
}

/** Empty cells are written as an empty set, so only texts count. */
function readTable(part: string): { readonly headings: readonly unknown[]; readonly rows: readonly (readonly unknown[])[] } {
  const json = /\{.*\}/s.exec(part)?.[0];
  if (json === undefined) return { headings: [], rows: [] };
  try {
    const parsed: unknown = JSON.parse(json);
    if (typeof parsed !== 'object' || parsed === null || !('headings' in parsed) || !('data' in parsed)) return { headings: [], rows: [] };
    const { headings, data } = parsed;
    return { headings: Array.isArray(headings) ? headings : [], rows: Array.isArray(data) ? data.filter((row) => Array.isArray(row)) : [] };
  } catch {
    // Cut off in the middle: the rest of the switch is worth reading all the same.
    return { headings: [], rows: [] };
  }
}

/** Both spellings of the switch's tool, and the kernel's own bonding. */
export function parseBonds(raw: string): readonly Bond[] | undefined {
  const parts = [...partsOf(raw)].filter(([name]) => name !== '');
  if (parts.length === 0) return raw.trim() === '' || /---- \S+ ----/.test(raw) ? bondsOf(raw) : undefined;
  return parts.flatMap(([name, part]) => bondsOf(part).map((bond) => ({ ...bond, name })));
}

function bondsOf(part: string): readonly Bond[] {
  if (part.trim() === '') return [];
  return [/MII Status/.test(part) ? kernelBond(part) : switchBond(part)];
}

function switchBond(part: string): Bond {
  const active = /^active (?:slave|member) mac: \S+?\s*\((\S+)\)/m.exec(part)?.[1];
  const members = [...part.matchAll(/^(?:slave|member) (\S+?): (enabled|disabled)[^\n]*\n((?:[ \t]+[^\n]*\n?)*)/gm)].map(
    ([, name = '', state, body = '']): BondMember => {
      const may = /may_enable: (true|false)/.exec(body)?.[1];
      return {
        name,
        isEnabled: state === 'enabled',
        isActive: /active (?:slave|member)/.test(body) || active === name,
        mayEnable: may === undefined ? undefined : may === 'true',
        isPartnerInSync: partnerOf(part, name),
      };
    },
  );
  return {
    name: /^---- (\S+) ----/m.exec(part)?.[1] ?? '',
    mode: /^bond_mode: (\S+)/m.exec(part)?.[1] ?? '',
    lacp: /^lacp_status: (\S+)/m.exec(part)?.[1],
    members,
    lines: linesOf(part).filter((line) => /^(?:slave|member) |may_enable|lacp_status|status: |partner_state/.test(line.trim())),
  };
}

function partnerOf(part: string, member: string): boolean | undefined {
  const escaped = member.replace(/[^\w]/g, '\\$&');
  const own = new RegExp(`(?:slave|member): ${escaped}:[^]*?partner.state:? ?([^\\n]*)`, 'i').exec(part)?.[1];
  return own === undefined ? undefined : /synchronized/.test(own) && /collecting/.test(own);
}

function kernelBond(part: string): Bond {
  const active = /^Currently Active Slave: (\S+)/m.exec(part)?.[1];
  const members = [...part.matchAll(/^Slave Interface: (\S+)\nMII Status: (\S+)/gm)].map(
    ([, name = '', state]): BondMember => ({ name, isEnabled: state === 'up', isActive: active === name }),
  );
  return {
    name: '',
    mode: /^Bonding Mode: (.*)$/m.exec(part)?.[1]?.trim() ?? '',
    members,
    lines: linesOf(part).filter((line) => /MII Status|Slave Interface|Currently Active/.test(line)),
  };
}
