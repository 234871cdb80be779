import type { Probe } from '../probe.ts';
import { sh } from '../shell.ts';
import { plain } from './probe-of.ts';

/** Who the machine is, what runs on it, and how it fares. */
export const machineProbes = {
  identity: plain(
    'identity',
    { tier: 0 },
    sh`cat /etc/xensource-inventory; cat /etc/redhat-release; uname -r; cat /proc/uptime /proc/loadavg; hostname`,
  ),
  clock: plain('clock', { tier: 0 }, sh`date +%s.%N`),
  memory: plain(
    'memory',
    { tier: 0 },
    sh`grep -E '^(MemTotal|MemFree|MemAvailable|SwapTotal|SwapFree|Dirty|Slab):' /proc/meminfo
grep -c 'Out of memory\|oom-killer' /var/log/kern.log /var/log/messages; true`,
  ),
  hypervisor: plain('hypervisor', { tier: 1 }, sh`timeout 3 xl info | grep -E 'total_memory|free_memory|xen_version|nr_cpus'`),
  disks: plain(
    'disks',
    { tier: 0, limitS: 5 },
    sh`timeout 5 df -PlT -x tmpfs -x devtmpfs; timeout 5 df -Pli -x tmpfs -x devtmpfs; grep -E ' / | /var/log ' /proc/mounts`,
  ),
  stuck: plain(
    'stuck',
    { tier: 0 },
    sh`ps -eo pid,ppid,stat,wchan:24,etimes,args --sort=-etimes | awk 'NR==1||$3~/^D/' | head -40
echo '== count'; ps -eo stat | grep -c ^D
echo '== kernel'; tail -c 262144 /var/log/kern.log 2>/dev/null | grep -a 'blocked for more than' | tail; true`,
  ),
  domains: plain(
    'domains',
    { tier: 1, limitS: 8 },
    sh`echo '== list_domains'
L=$(command -v list_domains || ls /opt/xensource/bin/list_domains /opt/xensource/debug/list_domains 2>/dev/null | head -1)
[ -n "$L" ] || L=list_domains; timeout 5 "$L"; echo "rc=$?"`,
  ),
  'domain-names': plain(
    'domain-names',
    { tier: 1, limitS: 20, channel: 'own' },
    sh`echo '== xl'; timeout 5 xl list; echo "rc=$?"
echo '== xenops'; timeout 8 xenops-cli list; echo "rc=$?"
echo '== xenstore'; for d in $(timeout 3 xenstore-list /local/domain); do echo "$d|$(timeout 2 xenstore-read /local/domain/$d/vm 2>/dev/null)|$(timeout 2 xenstore-read /local/domain/$d/name 2>/dev/null)"; done`,
  ),
  ntp: plain(
    'ntp',
    { tier: 1, limitS: 12 },
    sh`echo '== tracking'; timeout 3 chronyc -n -c tracking
echo '== sources'; timeout 3 chronyc -n -c sources
echo '== ntpq'; timeout 3 ntpq -pn
echo '== timedatectl'; timeout 3 timedatectl status
echo '== clocksource'; cat /sys/devices/system/clocksource/clocksource0/current_clocksource`,
  ),
  hardware: plain(
    'hardware',
    { tier: 1, limitS: 8 },
    sh`echo '== xen'; timeout 3 xl dmesg | tail -60
echo '== dmesg'; dmesg -T 2>/dev/null | grep -iE 'mce|hardware error|edac|i/o error|link is (up|down)|reset adapter|tx hang|remount|oom' | tail -60
echo '== edac'; grep . /sys/devices/system/edac/mc/mc*/[cu]e_count 2>/dev/null
echo '== mdstat'; cat /proc/mdstat 2>/dev/null; true`,
  ),
  crashes: plain(
    'crashes',
    { tier: 0 },
    sh`ls -l --time-style=+%s /var/crash 2>/dev/null | tail -20; echo '== last'; last -x -n 10 reboot shutdown 2>/dev/null; true`,
  ),
} satisfies Partial<Record<Probe['id'], Probe>>;
