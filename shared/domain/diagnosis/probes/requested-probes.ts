import type { Probe } from '../probe.ts';
import { sh } from '../shell.ts';
import { plain } from './probe-of.ts';

const own = { tier: 3, channel: 'own' } as const;

/** Slow, or a burden: asked when a person wants to know. */
export const requestedProbes = {
  board: plain('board', { ...own, limitS: 15 }, sh`dmidecode -t 0,1,2,16,17`),
  'bmc-address': plain('bmc-address', { ...own, limitS: 10 }, sh`timeout 8 ipmitool lan print 1`),
  'bmc-events': plain('bmc-events', { ...own, limitS: 25 }, sh`timeout 20 ipmitool sel elist last 30`),
  'bmc-sensors': plain('bmc-sensors', { ...own, limitS: 30 }, sh`timeout 25 ipmitool sdr elist`),
  'disk-health': plain(
    'disk-health',
    { ...own, limitS: 40 },
    sh`for d in /sys/block/sd*; do [ -e $d ] || continue; echo "== $(basename $d)"; timeout 10 smartctl -H -A /dev/$(basename $d); done`,
  ),
  'large-files': plain(
    'large-files',
    { ...own, limitS: 60 },
    sh`echo '== folders'; du -xk --max-depth=2 / 2>/dev/null | sort -n | tail -25; echo '== files'; find / -xdev -type f -size +200M -printf '%s %p\n'
echo '== logs'; find /var/log -xdev -type f -size +50M -printf '%s %p\n'`,
  ),
  'deleted-files': plain('deleted-files', { ...own, limitS: 15 }, sh`ls -l /proc/[0-9]*/fd 2>/dev/null | grep '(deleted)' | head; true`),
  'switch-port': {
    id: 'switch-port',
    ...own,
    limitS: 35,
    script: ({ nic: n }) => sh`timeout 31 tcpdump -nvi ${n} -c1 ether proto 0x88cc 2>&1`,
  },
  'vlan-traffic': { id: 'vlan-traffic', ...own, limitS: 13, script: ({ nic: n }) => sh`timeout 10 tcpdump -ni ${n} -c 20 -e 2>&1; true` },
  optics: { id: 'optics', ...own, limitS: 15, script: ({ nic: n }) => sh`timeout 12 ethtool -m ${n}` },
} satisfies Partial<Record<Probe['id'], Probe>>;
