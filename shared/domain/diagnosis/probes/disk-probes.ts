import type { Probe } from '../probe.ts';
import { sh } from '../shell.ts';
import { plain } from './probe-of.ts';

/** Storage: what the kernel lists at once, and what may never come back, each of these in a channel of its own. */
export const diskProbes = {
  mounts: plain('mounts', { tier: 0 }, sh`awk '$3 ~ /^nfs/ {print $1"|"$2"|"$3"|"$4}' /proc/mounts`),
  iscsi: plain(
    'iscsi',
    { tier: 0 },
    sh`for s in /sys/class/iscsi_session/session*; do [ -e $s ] || continue; c=$(ls -d $s/device/connection*/iscsi_connection/* 2>/dev/null | head -1); echo "$(basename $s)|$(cat $s/targetname)|$(cat $s/state)|$(cat $c/address 2>/dev/null):$(cat $c/port 2>/dev/null)|recovery_tmo=$(cat $s/recovery_tmo)"; done
cat /etc/iscsi/initiatorname.iscsi
for f in /sys/class/fc_host/host*; do [ -e $f ] || continue; echo "fc|$(basename $f)|$(cat $f/port_state)|$(cat $f/speed)"; done; true`,
  ),
  'multipath-counts': plain('multipath-counts', { tier: 0 }, sh`cat /dev/shm/mpath_status 2>/dev/null; true`),
  pbds: {
    id: 'pbds',
    tier: 2,
    channel: 'own',
    limitS: 18,
    script: ({ hostUuid: h }) => sh`timeout 15 xe pbd-list host-uuid=${h} params=uuid,sr-uuid,sr-name-label,currently-attached,device-config`,
  },
  'nfs-ports': plain(
    'nfs-ports',
    { tier: 2, limitS: 10, channel: 'own' },
    sh`for s in $(awk '$3 ~ /^nfs/ {sub(/:\/.*/, "", $1); gsub(/[][]/, "", $1); print $1}' /proc/mounts | sort -u); do ( timeout 3 bash -c "exec 3<>/dev/tcp/$s/2049" 2>/dev/null; echo "$s|tcp2049 rc=$?" ) & done; wait`,
  ),
  // Each mount is asked apart, so that one that hangs keeps no other from answering.
  'nfs-health': plain(
    'nfs-health',
    { tier: 2, limitS: 10, channel: 'own' },
    sh`for m in $(awk '$3 ~ /^nfs/ {print $2}' /proc/mounts); do echo "ask|$m"; ( timeout -k 1 5 stat -f -c '%b %a %S' "$m" >/dev/null 2>&1; echo "$m|rc=$?" ) & done; wait`,
  ),
  'iscsi-detail': plain('iscsi-detail', { tier: 2, limitS: 13, channel: 'own' }, sh`timeout -k 2 10 iscsiadm -m session -P 3; echo "rc=$?"`),
  'iscsi-portals': plain(
    'iscsi-portals',
    { tier: 2, limitS: 10, channel: 'own' },
    sh`for c in /sys/class/iscsi_connection/connection*; do [ -e $c ] || continue; a=$(cat $c/persistent_address); p=$(cat $c/persistent_port); ( timeout 3 bash -c "exec 3<>/dev/tcp/$a/$p" 2>/dev/null; echo "$a:$p|rc=$?" ) & done; wait`,
  ),
  multipath: plain(
    'multipath',
    { tier: 2, limitS: 18, channel: 'own' },
    sh`timeout -k 2 15 multipath -ll; echo "rc=$?"; echo "daemon=$(systemctl is-active multipathd)"`,
  ),
  lvm: plain(
    'lvm',
    { tier: 2, limitS: 45, channel: 'own' },
    sh`echo '== pvs'; timeout -k 2 20 pvs --readonly --noheadings --separator '|' --units b --nosuffix -o pv_name,vg_name,pv_size,pv_free,pv_attr,pv_uuid
echo '== vgs'; timeout -k 2 20 vgs --readonly --noheadings --separator '|' --units b --nosuffix -o vg_name,vg_size,vg_free,lv_count,pv_count,vg_attr`,
  ),
} satisfies Partial<Record<Probe['id'], Probe>>;
