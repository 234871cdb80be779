import { hostWord, quoted, sh, type ShellWord, uuidWord } from '#shared/domain/diagnosis/shell.ts';
import { person, type RepairRule } from './repair-rule.ts';

export const poolRepairs = {
  'fix-master': person('joined'),
  'keep-isolated': person('one-master'),
  reinstall: person('host-gone'),
  'point-to-master': {
    class: 'C2',
    on: 'host',
    proof: 'role-right',
    needs: ['is-member', 'master-known', 'ha-not-armed'],
    lines: ({ address }) => [sh`xe pool-emergency-reset-master master-address=${hostWord(address)}`],
  },
  'recover-members': { class: 'C2', on: 'master', proof: 'joined', needs: ['pool-answers'], lines: () => [sh`xe pool-recover-slaves`] },
  'hand-over': {
    class: 'C2',
    on: 'master',
    proof: 'one-master',
    needs: ['all-hosts-live', 'ha-not-armed'],
    lines: ({ host }) => [sh`xe pool-designate-new-master host-uuid=${uuidWord(host)}`],
  },
  promote: {
    class: 'C3',
    on: 'host',
    proof: 'one-master',
    needs: ['master-proven-off', 'newest-database', 'ha-not-armed'],
    // How new a copy is stands on the disk of its host alone, and a host may let nobody in.
    attestable: ['newest-database'],
    // The toolstack restarts ten seconds after it has said yes, and the members can be told once it is back.
    lines: () => [
      sh`xe pool-emergency-transition-to-master`,
      sh`sleep 15; for i in $(seq 1 26); do timeout 8 xe pool-list --minimal >/dev/null 2>&1 && break; sleep 2; done; grep -qx master /etc/xensource/pool.conf`,
      sh`timeout 120 xe pool-recover-slaves`,
    ],
  },
  'disable-ha': { class: 'C2', on: 'master', proof: 'ha-off', needs: ['pool-answers'], lines: () => [sh`xe pool-ha-disable`] },
  'emergency-disable-ha': {
    class: 'C3',
    on: 'host',
    proof: 'ha-off',
    needs: ['master-disarmed', 'other-hosts-quiet'],
    lines: () => [sh`xe host-emergency-ha-disable force=true`, sh`xe-toolstack-restart`],
  },
  'rearm-ha': { class: 'C2', on: 'master', proof: 'ha-online', needs: ['pool-answers'], lines: () => [sh`xe pool-ha-disable`] },
  'reset-power-state': {
    class: 'C3',
    on: 'master',
    proof: 'vms-placed-once',
    needs: ['no-vms-alive', 'pool-answers'],
    lines: ({ vm }) => [sh`xe vm-reset-powerstate uuid=${uuidWord(vm)} force=true`],
  },
  'declare-dead': {
    class: 'C3',
    on: 'master',
    proof: 'vms-placed-once',
    needs: ['proven-off', 'pool-answers'],
    lines: ({ host }) => [sh`xe host-declare-dead uuid=${uuidWord(host)}`],
  },
  'forget-host': {
    class: 'C3',
    on: 'master',
    proof: 'host-gone',
    needs: ['proven-off', 'no-resident-vms', 'ha-not-armed', 'pool-answers'],
    lines: ({ host }) => [sh`xe host-forget uuid=${uuidWord(host)} --force`],
  },
  // Releases differ in where the tool lies; the third word is for a host that was the storage's own master.
  'unlock-disks': {
    class: 'C3',
    on: 'master-shell',
    proof: 'disks-unlocked',
    needs: ['proven-off', 'pool-answers', 'master-lets-in'],
    lines: ({ host, sr, part }) => [
      part === 'master'
        ? sh`t=/usr/libexec/sm/resetvdis; [ -x $t ] || t=/opt/xensource/sm/resetvdis.py; timeout 280 $t ${uuidWord(host)} ${uuidWord(sr)} master`
        : sh`t=/usr/libexec/sm/resetvdis; [ -x $t ] || t=/opt/xensource/sm/resetvdis.py; timeout 280 $t ${uuidWord(host)} ${uuidWord(sr)}`,
    ],
  },
  'power-on': {
    class: 'C1',
    on: 'master',
    proof: 'host-boots',
    needs: ['pool-answers'],
    lines: ({ host }) => [sh`xe host-power-on host=${uuidWord(host)}`],
  },
  'fix-storage-path': person('mounts-answer'),
  'fix-array-access': person('pbd-attached'),
  'fix-array-identity': person('volumes-complete'),
  'free-sr-space': person('sr-has-room'),
  'plug-pbd': {
    class: 'C1',
    on: 'master',
    proof: 'pbd-attached',
    needs: ['pool-answers'],
    lines: ({ pbd }) => [sh`xe pbd-plug uuid=${uuidWord(pbd)}`],
  },
  'rescan-iscsi': { class: 'C1', on: 'host', proof: 'sessions-logged-in', needs: [], lines: () => [sh`timeout -k 2 60 iscsiadm -m session -R`] },
  'set-iqn': {
    class: 'C2',
    on: 'master',
    proof: 'pbd-attached',
    needs: ['iscsi-unplugged', 'pool-answers'],
    lines: ({ host, iqn }) => [sh`xe host-param-set uuid=${uuidWord(host)} iscsi_iqn=${iqnWord(iqn)}`],
  },
  'unmount-nfs': {
    class: 'C3',
    on: 'host',
    proof: 'mounts-answer',
    needs: ['no-vms-alive'],
    lines: ({ mount }) => [sh`timeout -k 2 20 umount -f -l ${mountWord(mount)}`],
  },
} satisfies Record<string, RepairRule>;

function iqnWord(text = ''): ShellWord | undefined {
  return /^(?:iqn\.\d{4}-\d\d\.[\w.-]+(?::[\w.:-]+)?|eui\.[\da-f]{16}|naa\.[\da-f]+)$/i.test(text) ? quoted(text) : undefined;
}

/** Where storage repositories are mounted, and nowhere else. */
function mountWord(text = ''): ShellWord | undefined {
  return /^\/(?:var\/)?run\/sr-mount\/[\da-f-]{36}$/.test(text) ? quoted(text) : undefined;
}
