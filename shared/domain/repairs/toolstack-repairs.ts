import { hostWord, quoted, sh, type ShellWord, uuidWord } from '#shared/domain/diagnosis/shell.ts';
import { reportLine } from '#shared/domain/diagnosis/report-line.ts';
import { person, type RepairRule } from './repair-rule.ts';

export const toolstackRepairs = {
  'fix-hardware': person('counters-flat'),
  'update-master': person('joined'),
  wait: person('joined'),
  'open-console': person('host-boots'),
  'fix-password': person('ssh-opens'),
  'start-xapi': { class: 'C1', on: 'host', proof: 'toolstack-ready', needs: ['ha-not-armed'], lines: () => [sh`systemctl start xapi`] },
  // With high availability armed this can make the host restart itself.
  'restart-toolstack': { class: 'C1', on: 'host', proof: 'toolstack-ready', needs: ['ha-not-armed'], lines: () => [sh`xe-toolstack-restart`] },
  'restart-toolstack-ha': {
    class: 'C2',
    on: 'host',
    proof: 'toolstack-ready',
    needs: ['pool-answers'],
    lines: () => [sh`xe pool-ha-disable`, sh`xe-toolstack-restart`],
  },
  'unblock-start': {
    class: 'C1',
    on: 'host',
    proof: 'toolstack-ready',
    needs: ['ha-not-armed'],
    lines: () => [sh`rm -f /etc/xensource/xapi_block_startup`, sh`systemctl start xapi`],
  },
  'largest-files': {
    class: 'C0',
    on: 'host',
    proof: 'space-free',
    needs: [],
    look: 'large-files',
    lines: () => [sh`du -xk --max-depth=2 / 2>/dev/null | sort -n | tail -25`],
  },
  'clear-logs': {
    class: 'C1',
    on: 'host',
    proof: 'space-free',
    needs: [],
    lines: () => [sh`find /var/log -xdev -type f -name '*.gz' -mtime +2 -delete`, sh`systemctl restart rsyslog`],
  },
  'remove-crash-dumps': {
    class: 'C2',
    on: 'host',
    proof: 'space-free',
    needs: [],
    lines: ({ dump }) => [sh`rm -rf -- /var/crash/${folderWord(dump)}`],
  },
  'remount-root': { class: 'C2', on: 'host', proof: 'root-writable', needs: [], lines: () => [sh`mount -o remount,rw /`] },
  evacuate: {
    class: 'C2',
    on: 'master',
    proof: 'counters-flat',
    needs: ['pool-answers'],
    lines: ({ host }) => [sh`xe host-disable uuid=${uuidWord(host)}`, sh`xe host-evacuate uuid=${uuidWord(host)}`],
  },
  'grow-dom0': {
    class: 'C2',
    on: 'host',
    proof: 'memory-free',
    needs: [],
    lines: () => [sh`/opt/xensource/libexec/xen-cmdline --set-xen dom0_mem=8192M,max:8192M`],
  },
  'step-clock': {
    class: 'C1',
    on: 'host',
    proof: 'clock-agrees',
    needs: ['ha-not-armed'],
    lines: ({ daemon, server }) => [daemon === 'ntp' ? sh`ntpdate -u ${hostWord(server)}` : sh`chronyc makestep`],
  },
  // Without a source there is nothing to step to: it waits for one, and fails where none comes.
  'start-time-daemon': {
    class: 'C1',
    on: 'host',
    proof: 'clock-agrees',
    needs: ['ha-not-armed'],
    lines: ({ daemon }) =>
      daemon === 'ntp' ? [sh`systemctl restart ntpd`] : [sh`systemctl start chronyd`, sh`timeout 70 chronyc waitsync 30 0 0 2`, sh`chronyc makestep`],
  },
  'refresh-certificates': {
    class: 'C1',
    on: 'master',
    proof: 'certificates-agree',
    needs: ['pool-answers'],
    lines: ({ host }) => [sh`xe host-refresh-server-certificate host=${uuidWord(host)}`, sh`xe pool-certificate-sync`],
  },
  'disable-tls-checks': {
    class: 'C2',
    on: 'host',
    proof: 'joined',
    needs: [],
    lines: () => [sh`xe host-emergency-disable-tls-verification`],
  },
  'enable-tls-checks': {
    class: 'C1',
    on: 'host',
    proof: 'certificates-agree',
    needs: [],
    lines: () => [sh`xe host-emergency-reenable-tls-verification`],
  },
  'reset-certificate': {
    class: 'C2',
    on: 'host',
    proof: 'certificates-agree',
    needs: [],
    lines: () => [sh`xe host-emergency-reset-server-certificate`],
  },
  'enable-host': {
    class: 'C0',
    on: 'master',
    proof: 'host-enabled',
    needs: ['pool-answers', 'no-pending-guidance'],
    lines: ({ host }) => [sh`xe host-enable uuid=${uuidWord(host)}`],
  },
  'cancel-task': {
    class: 'C1',
    on: 'master',
    proof: 'task-gone',
    needs: ['pool-answers'],
    lines: ({ task }) => [sh`xe task-cancel uuid=${uuidWord(task)}`],
  },
  'enable-ssh': {
    class: 'C1',
    on: 'master',
    proof: 'ssh-opens',
    needs: ['pool-answers'],
    lines: ({ host }) => [sh`xe host-enable-ssh host=${uuidWord(host)}`],
  },
  // Its output is the archive itself, so a person has it saved by the command of that name, or types it.
  'collect-archive': {
    class: 'C0',
    on: 'person',
    proof: 'no-new-crash',
    needs: [],
    lines: () => [reportLine],
  },
} satisfies Record<string, RepairRule>;

/** One folder's name; nothing that leads elsewhere. */
function folderWord(text = ''): ShellWord | undefined {
  return /^[\w-][\w.-]*$/.test(text) ? quoted(text) : undefined;
}
