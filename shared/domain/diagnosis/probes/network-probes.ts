import type { Probe } from '../probe.ts';
import { sh } from '../shell.ts';
import { plain } from './probe-of.ts';

/** Cards, bridges, addresses, and the way to the master. */
export const networkProbes = {
  network: plain(
    'network',
    { tier: 0 },
    sh`echo '== link'; ip -o link; echo '== addr'; ip -o addr; echo '== route'; ip -4 route; echo '== route6'; ip -6 route 2>/dev/null; echo '== neigh'; ip neigh`,
  ),
  nics: plain(
    'nics',
    { tier: 0 },
    sh`for d in /sys/class/net/*; do [ -e $d/device ] || continue; n=$(basename $d); echo "$n oper=$(cat $d/operstate) carrier=$(cat $d/carrier 2>/dev/null) speed=$(cat $d/speed 2>/dev/null) duplex=$(cat $d/duplex 2>/dev/null) mac=$(cat $d/address) mtu=$(cat $d/mtu) changes=$(cat $d/carrier_changes 2>/dev/null) drv=$(basename $(readlink $d/device/driver)) pci=$(basename $(readlink $d/device)) rxerr=$(cat $d/statistics/rx_errors) crc=$(cat $d/statistics/rx_crc_errors) txerr=$(cat $d/statistics/tx_errors) rxb=$(cat $d/statistics/rx_bytes) txb=$(cat $d/statistics/tx_bytes)"; done`,
  ),
  ethtool: plain(
    'ethtool',
    { tier: 1, limitS: 15 },
    sh`for d in /sys/class/net/*; do [ -e $d/device ] || continue; n=$(basename $d); echo "== $n"; timeout 3 ethtool $n; timeout 3 ethtool -i $n; done`,
  ),
  resolver: plain('resolver', { tier: 0 }, sh`cat /etc/resolv.conf`),
  names: plain('names', { tier: 1, limitS: 6, channel: 'own' }, sh`timeout 4 getent hosts www.kernel.org; echo "rc=$?"`),
  switch: plain(
    'switch',
    { tier: 1, limitS: 30, channel: 'own' },
    sh`echo "== backend $(cat /etc/xensource/network.conf)"
echo '== list-br'; timeout 5 ovs-vsctl -t 4 list-br; echo "rc=$?"
echo '== bridges'; for b in $(timeout 5 ovs-vsctl -t 4 list-br 2>/dev/null); do echo "$b parent=$(ovs-vsctl -t 4 br-to-parent $b) vlan=$(ovs-vsctl -t 4 br-to-vlan $b) ports=$(ovs-vsctl -t 4 list-ports $b | tr '\n' ',') ifaces=$(ovs-vsctl -t 4 list-ifaces $b | tr '\n' ',')"; done
echo '== interfaces'; timeout 5 ovs-vsctl -t 4 --format=json --columns=name,link_state,admin_state,mac_in_use,error list Interface
echo '== brctl'; timeout 3 brctl show 2>/dev/null
echo '== vlans'; cat /proc/net/vlan/config 2>/dev/null; true`,
  ),
  bonds: plain(
    'bonds',
    { tier: 1, limitS: 20, channel: 'own' },
    sh`for b in $(timeout 5 ovs-appctl -T 4 bond/list 2>/dev/null | awk 'NR>1{print $1}'); do echo "== $b"; timeout 5 ovs-appctl -T 4 bond/show $b; timeout 5 ovs-appctl -T 4 lacp/show $b; done
for f in /proc/net/bonding/*; do [ -r $f ] || continue; echo "== $(basename $f)"; cat $f; done`,
  ),
  'master-path': {
    id: 'master-path',
    tier: 1,
    channel: 'own',
    limitS: 18,
    script: ({
      master: m,
    }) => sh`M=${m}; echo "== route"; ip route get $M; echo "== neigh"; ip neigh show $M; echo "== ping"; ping -n -c2 -W1 $M | tail -3
echo "== ports"; for p in 443 80; do timeout 3 bash -c "exec 3<>/dev/tcp/$M/$p" 2>/dev/null; echo "port $p rc=$?"; done
echo "== certificate"; echo | timeout 5 openssl s_client -connect $M:443 -servername pool 2>/dev/null | openssl x509 -noout -subject -enddate -fingerprint -sha256; true`,
  },
  management: {
    id: 'management',
    tier: 1,
    channel: 'own',
    limitS: 12,
    script: ({ bridge: b, gateway: g, address: a }) =>
      g === undefined
        ? sh`timeout 6 arping -D -q -c2 -w3 -I ${b} ${a}; echo "dad rc=$?"`
        : sh`timeout 4 arping -q -c2 -w2 -I ${b} ${g}; echo "gw_arp rc=$?"
timeout 6 arping -D -q -c2 -w3 -I ${b} ${a}; echo "dad rc=$?"`,
  },
  intent: {
    id: 'intent',
    tier: 1,
    channel: 'bundle',
    limitS: 6,
    script: ({ bridge: b }) => sh`echo '== bridge'; networkd_db -bridge ${b}; echo '== iface'; networkd_db -iface ${b}
echo '== management.conf'; cat /etc/firstboot.d/data/management.conf
echo '== reset'; ls -l /var/tmp/network-reset /tmp/network-reset 2>/dev/null
echo '== lease'; grep -E 'fixed-address|expire|renew' /var/lib/xcp/dhclient-${b}.leases 2>/dev/null | tail -3; true`,
  },
  mtu: {
    id: 'mtu',
    tier: 2,
    channel: 'own',
    limitS: 12,
    script: ({ master: m }) => sh`S=$(cat /sys/class/net/$(ip -o route get ${m} | sed -n 's/.* dev \([^ ]*\).*/\1/p')/mtu)
ping -n -M do -c2 -W1 -s 56 ${m} >/dev/null; echo "small rc=$?"
ping -n -M do -c2 -W1 -s $((S - 28)) ${m} >/dev/null; echo "large rc=$? mtu=$S"`,
  },
  sshd: plain(
    'sshd',
    { tier: 0, limitS: 8 },
    sh`systemctl is-active sshd xapi-ssh-monitor; echo '== listen'; ss -ltn 'sport = :22 or sport = :443 or sport = :80' 2>/dev/null || netstat -ltn
echo '== ipv6'; cat /proc/sys/net/ipv6/conf/all/disable_ipv6; echo '== rules'; timeout 5 iptables -S | head -60`,
  ),
} satisfies Partial<Record<Probe['id'], Probe>>;
