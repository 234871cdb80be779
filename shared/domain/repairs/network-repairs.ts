import { addressWord, deviceWord, quoted, sh, type ShellScript, type ShellWord, uuidWord } from '#shared/domain/diagnosis/shell.ts';
import { type Lines, type Parameters, person, type RepairRule } from './repair-rule.ts';

export const networkRepairs = {
  'fix-cable': person('link-up'),
  'fix-switch-port': person('gateway-answers'),
  'fix-duplicate': person('no-duplicate'),
  'fix-dhcp': person('address-as-recorded'),
  'fix-mtu': person('large-packets-pass'),
  'put-hardware-back': person('cards-as-recorded'),
  'blink-light': {
    class: 'C0',
    on: 'host',
    proof: 'link-up',
    needs: [],
    lines: ({ nic }) => [sh`timeout 20 ethtool -p ${deviceWord(nic)} 15`],
  },
  // A card that somebody has switched off; it is switched off again where that helps nobody.
  'raise-card': {
    class: 'C2',
    on: 'host',
    proof: 'link-up',
    needs: [],
    lines: ({ nic }) => [sh`ip link set dev ${deviceWord(nic)} up`],
    undo: ({ nic }) => [sh`ip link set dev ${deviceWord(nic)} down`],
  },
  'watch-traffic': {
    class: 'C0',
    on: 'host',
    proof: 'gateway-answers',
    needs: [],
    look: 'vlan-traffic',
    lines: ({ nic }) => [sh`timeout 10 tcpdump -ni ${deviceWord(nic)} -c 20 -e`],
  },
  // On every host that has the address in its table, so by hand.
  'flush-neighbour': {
    class: 'C0',
    on: 'person',
    proof: 'no-duplicate',
    needs: [],
    lines: ({ address, bridge }) => [sh`ip neigh flush to ${addressWord(address)} dev ${deviceWord(bridge)}`],
  },
  'temporary-address': { class: 'C2', on: 'host', proof: 'chain-good', needs: ['ha-not-armed'], lines: temporaryLines, undo: temporaryUndo },
  'reconfigure-management': {
    class: 'C2',
    on: 'master',
    proof: 'address-as-recorded',
    needs: ['pool-answers', 'ha-not-armed'],
    lines: ({ pif, address, netmask, gateway, dns = '' }) => [
      sh`xe pif-reconfigure-ip uuid=${uuidWord(pif)} mode=static IP=${addressWord(address)} netmask=${addressWord(netmask)} gateway=${optional(gateway)} DNS=${quoted(dns)}`,
      sh`xe host-management-reconfigure pif-uuid=${uuidWord(pif)}`,
    ],
  },
  'renew-dhcp': {
    class: 'C2',
    on: 'master',
    proof: 'address-as-recorded',
    needs: ['pool-answers', 'ha-not-armed'],
    lines: ({ pif }) => [sh`xe pif-reconfigure-ip uuid=${uuidWord(pif)} mode=dhcp`],
  },
  'plug-pif': {
    class: 'C2',
    on: 'master',
    proof: 'chain-good',
    needs: ['pool-answers', 'ha-not-armed'],
    lines: ({ pif }) => [sh`xe pif-plug uuid=${uuidWord(pif)}`, sh`xe host-management-reconfigure pif-uuid=${uuidWord(pif)}`],
  },
  // The parameter is a bridge, whatever the command's own help says.
  'emergency-management': {
    class: 'C2',
    on: 'host',
    proof: 'joined',
    needs: ['in-emergency-mode', 'ha-not-armed', 'other-interface-reaches-master'],
    lines: ({ bridge }) => [sh`xe host-emergency-management-reconfigure interface=${deviceWord(bridge)}`],
    undo: ({ was = '' }) => (was === '' ? [] : [sh`xe host-emergency-management-reconfigure interface=${deviceWord(was)}`]),
  },
  'bond-mode': {
    class: 'C2',
    on: 'master',
    proof: 'members-enabled',
    needs: ['pool-answers'],
    lines: ({ pif }) => [sh`xe bond-set-mode uuid="$(xe bond-list master=${uuidWord(pif)} --minimal)" mode=balance-slb`],
  },
  'rename-nics': {
    class: 'C2',
    on: 'host',
    proof: 'cards-as-recorded',
    needs: ['ha-not-armed'],
    lines: ({ map = '' }) => [sh`interface-rename.py --update ${renaming(map)}`],
  },
  'reset-network': {
    class: 'C3',
    on: 'host',
    proof: 'chain-good',
    needs: ['no-vms-alive', 'ha-not-armed', 'card-has-link'],
    isChosen: true,
    restarts: true,
    asks: ({ device, mode, address, vlan = '' }) => [
      { condition: 'card-has-link', line: sh`grep -qx 1 /sys/class/net/${deviceWord(device)}/carrier` },
      // On another VLAN nobody can be asked before.
      ...(mode === 'static' && vlan === '' ? [{ condition: 'address-free' as const, line: isAddressFree(device, address) }] : []),
    ],
    lines: resetLines,
  },
  'restart-networkd': {
    class: 'C2',
    on: 'host',
    proof: 'address-as-recorded',
    needs: ['second-route', 'ha-not-armed'],
    lines: () => [sh`systemctl restart xcp-networkd`],
  },
  'restart-firewall': { class: 'C2', on: 'host', proof: 'ports-open', needs: ['second-route'], lines: () => [sh`systemctl restart iptables`] },
} satisfies Record<string, RepairRule>;

/** An address, or nothing at all. */
function optional(text = ''): ShellWord | undefined {
  return text === '' ? quoted('') : addressWord(text);
}

function cidr(text: string): ShellWord | undefined {
  const [address, prefix = ''] = text.split('/');
  return addressWord(address) !== undefined && /^\d{1,3}$/.test(prefix) ? quoted(text) : undefined;
}

/** The kernel replaces only what is the same but for its lifetime: the wrong address has to go, and not before the right one is there. */
function temporaryLines({ bridge, address = '', prefix = '', gateway = '', was = '' }: Parameters): Lines {
  const added = `${address}/${prefix}`;
  const gone = was === '' || was === added ? [] : [sh`ip addr del ${cidr(was)} dev ${deviceWord(bridge)}`];
  const route = gateway === '' ? [] : [sh`ip route replace default via ${addressWord(gateway)} dev ${deviceWord(bridge)}`];
  return [sh`ip addr replace ${cidr(added)} dev ${deviceWord(bridge)}`, ...gone, ...route];
}

/** What was there comes back, what was added goes, unless it is the same; and the route while both are there, for it needs one of them. */
function temporaryUndo({ bridge = '', address = '', prefix = '', gateway = '', was = '', wasGateway = '' }: Parameters): Lines {
  const added = `${address}/${prefix}`;
  const back = was === '' || was === added ? [] : [sh`ip addr replace ${cidr(was)} dev ${deviceWord(bridge)}`];
  const gone = was === added ? [] : [sh`ip addr del ${cidr(added)} dev ${deviceWord(bridge)}`];
  return [...back, ...routeUndo({ bridge, gateway, wasGateway }), ...gone];
}

function routeUndo({ bridge, gateway = '', wasGateway = '' }: Parameters): Lines {
  if (gateway === '' || gateway === wasGateway) return [];
  if (wasGateway === '') return [sh`ip route del default via ${addressWord(gateway)} dev ${deviceWord(bridge)}`];
  return [sh`ip route replace default via ${addressWord(wasGateway)} dev ${deviceWord(bridge)}`];
}

function renaming(map: string): ShellWord | undefined {
  const pairs = map.split(' ').filter((pair) => pair !== '');
  const areSound = pairs.length > 0 && pairs.every((pair) => /^[a-z]\w{1,14}=(?:[\da-f]{2}:){5}[\da-f]{2}$/i.test(pair));
  // Every pair is a plain word, so together they are several of them.
  return areSound ? (pairs.join(' ') as ShellWord) : undefined;
}

/** One means that somebody answered; a bridge that cannot be named, or a tool that is missing, says nothing. */
function isAddressFree(device: string | undefined, address: string | undefined): ShellScript | undefined {
  return sh`b=$(timeout 4 ovs-vsctl -t 3 iface-to-br ${deviceWord(device)} 2>/dev/null); [ -n "$b" ] || exit 0; timeout 8 arping -D -q -c2 -w3 -I "$b" ${addressWord(address)} >/dev/null 2>&1; [ $? -ne 1 ]`;
}

/** Device, mode and VLAN are always named: left out, the tool takes those of the day the host was installed. */
function resetLines(parameters: Parameters): Lines {
  const { device, master = '', vlan = '' } = parameters;
  const start = sh`echo yes | xe-reset-networking --device=${deviceWord(device)}`;
  return [joined(start, ...addressOptions(parameters), tagged(vlan), master === '' ? sh`` : sh` -m ${addressWord(master)}`)];
}

function addressOptions({ mode, address, netmask, gateway = '', dns = '' }: Parameters): Lines {
  if (mode === 'dhcp') return [sh` --mode=dhcp`];
  if (mode !== 'static') return [undefined];
  return [sh` --mode=static --ip=${addressWord(address)} --netmask=${addressWord(netmask)}`, router(gateway), names(dns)];
}

function router(address: string): ShellScript | undefined {
  return address === '' ? sh`` : sh` --gateway=${addressWord(address)}`;
}

function names(dns: string): ShellScript | undefined {
  if (dns === '') return sh``;
  return dns.split(',').every((address) => addressWord(address) !== undefined) ? sh` --dns=${quoted(dns)}` : undefined;
}

/** Releases that know no VLAN there know no way of saying so either. */
function tagged(vlan: string): ShellScript | undefined {
  if (vlan === '') return sh` $(xe-reset-networking --help 2>/dev/null | grep -q -- --novlan && echo --novlan)`;
  return /^\d{1,4}$/.test(vlan) && Number(vlan) <= 4094 ? sh` --vlan=${quoted(vlan)}` : undefined;
}

function joined(...parts: Lines): Lines[number] {
  return parts.includes(undefined) ? undefined : (parts.join('') as Lines[number]);
}
