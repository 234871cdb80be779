import { goDown } from '#simulator/world/machine.ts';
import { hostKeyFingerprints } from '#simulator/world/dom0/ssh-keys.ts';
import { LOG_KIB, note, ROOT_KIB } from '#simulator/world/dom0/dom0.ts';
import { ntpServers } from '../host-files/etc-files.ts';
import { hasChrony, isLocal, storageOf } from '../host-files/facts.ts';
import { isArmed, xapiPid } from '../host-files/var-files.ts';
import { type Process, type Tools } from '../process.ts';
import { dateTextOf, hostNow } from './date.ts';
import { stuckProcesses } from './stuck.ts';
import { systemctl, toolstackRestart } from './services.ts';
import { systemdRun } from './timers.ts';

export const systemTools: Tools = {
  systemctl,
  'xe-toolstack-restart': toolstackRestart,
  service: (process) => systemctl({ ...process, args: [process.args[1] ?? 'status', process.args[0] ?? ''] }),
  xapi: (process) => systemctl({ ...process, args: [process.args[0] ?? 'status', 'xapi'] }),
  ps,
  pidof(process) {
    const { host } = process.machine;
    const name = process.args
      .filter((word) => !word.startsWith('-'))[0]
      ?.split('/')
      .at(-1);
    const pids: Readonly<Record<string, number | undefined>> = {
      xapi: host.toolstack.is === 'stopped' ? undefined : xapiPid(host),
      xhad: isDaemonUp(process) ? 3127 : undefined,
      sshd: host.dom0.ssh.isRunning ? 1811 : undefined,
      xenopsd: 1502,
      oxenstored: 980,
    };
    const pid = pids[name ?? ''];
    if (pid !== undefined) process.out(`${pid}\n`);
    return pid === undefined ? 1 : 0;
  },
  df,
  last(process) {
    const { dom0 } = process.machine.host;
    const when = (ms: number): string => dateTextOf('%a %b %e %H:%M', ms);
    process.out(`reboot   system boot  4.19.0+1         ${when(dom0.bootedMs)}   still running\n`);
    for (const crash of dom0.crashes.toReversed()) {
      if (crash.kind === 'power') continue;
      process.out(`reboot   system boot  4.19.0+1         ${when(crash.atMs - 86_400_000)} - crash\n`);
    }
    process.out(`\nwtmp begins ${when(dom0.bootedMs - 86_400_000 * 200)}\n`);
    return 0;
  },
  dmesg(process) {
    const lines = process.machine.host.dom0.log.filter(({ file }) => file === 'kern.log');
    process.out(lines.map(({ atMs, text }) => `[${dateTextOf('%a %b %e %H:%M:%S %Y', atMs)}] ${text}\n`).join(''));
    return 0;
  },
  chronyc(process) {
    return hasChrony(process.machine.host) ? chronyc(process) : notHere(process);
  },
  ntpq(process) {
    if (hasChrony(process.machine.host)) return notHere(process);
    process.out(
      '     remote           refid      st t when poll reach   delay   offset  jitter\n==============================================================================\n',
    );
    for (const [index, server] of ntpServers(process.machine.host).entries()) {
      const isUp = isSynchronised(process);
      process.out(
        `${isUp ? (index === 0 ? '*' : '+') : ' '}${server.padEnd(15)} .GPS.            1 u   13  128   ${isUp ? '377' : '  0'}    0.310   ${(offsetSeconds(process) * 1000).toFixed(3)}   0.040\n`,
      );
    }
    return 0;
  },
  ntpdate(process) {
    return makeStep(process);
  },
  timedatectl(process) {
    process.out(
      `      Local time: ${dateTextOf('%a %Y-%m-%d %H:%M:%S UTC', hostNow(process))}\n  Universal time: ${dateTextOf('%a %Y-%m-%d %H:%M:%S UTC', hostNow(process))}\n       Time zone: UTC (UTC, +0000)\n     NTP enabled: ${process.machine.host.dom0.time.source === 'stopped' ? 'no' : 'yes'}\nNTP synchronized: ${isSynchronised(process) ? 'yes' : 'no'}\n RTC in local TZ: no\n`,
    );
    return 0;
  },
  hwclock: () => 0,
  mount(process) {
    if (!process.args.some((word) => word.includes('remount') && word.includes('rw'))) return 0;
    if (process.args.at(-1) === '/') process.machine.host.dom0.disks.root.isReadOnly = false;
    return 0;
  },
  umount: () => 0,
  'ssh-keygen'(process) {
    const path = process.args.at(-1) ?? '';
    for (const { type, bits, sha256 } of hostKeyFingerprints(process.machine.host)) {
      if (path.includes(type.toLowerCase())) process.out(`${bits} ${sha256} root@${process.machine.host.name} (${type})\n`);
    }
    return 0;
  },
  logger(process) {
    note(process.machine.host.dom0, 'messages', `root: ${process.args.filter((word) => !word.startsWith('-')).join(' ')}`);
    return 0;
  },
  reboot: (process) => down(process, 'boot-again'),
  poweroff: (process) => down(process, 'stay-off'),
  shutdown: (process) => down(process, process.args.includes('-r') ? 'boot-again' : 'stay-off'),
  'systemd-run': systemdRun,
};

function notHere(process: Process): number {
  process.err(`bash: ${process.name}: command not found\n`);
  return 127;
}

function down(process: Process, then: 'boot-again' | 'stay-off'): number {
  const { world, host } = process.machine;
  world.clock.after(1_000, () => {
    goDown(world, host, then);
  });
  return 0;
}

function isDaemonUp({ machine: { host } }: Process): boolean {
  return host.dom0.ha.isDaemonRunning ?? isArmed(host);
}

function ps(process: Process): number {
  const { host, world } = process.machine;
  const wanted = process.args.includes('-C');
  const isFull = process.args.some((word) => word.includes('wchan'));
  if (process.args.includes('stat') && !isFull && !wanted) {
    process.out(`STAT\n${['Ss', 'S', 'Ssl', ...stuckProcesses(process.machine).map(() => 'Ds')].map((state) => `${state}\n`).join('')}`);
    return 0;
  }
  const age = (ms: number): number => Math.max(0, Math.floor((world.clock.now() - ms) / 1000));
  const running: { pid: number; stat: string; since: number; rss: number; args: string }[] = [
    { pid: 1, stat: 'Ss', since: host.dom0.bootedMs, rss: 6_120, args: '/usr/lib/systemd/systemd --switched-root --system --deserialize 22' },
    { pid: 980, stat: 'Ss', since: host.dom0.bootedMs, rss: 42_040, args: '/usr/sbin/oxenstored --no-fork' },
    { pid: 1502, stat: 'Ssl', since: host.dom0.bootedMs, rss: 38_220, args: '/usr/sbin/xenopsd-xc -xenopsd-xc' },
    { pid: 1533, stat: 'Ssl', since: host.dom0.bootedMs, rss: 21_004, args: '/usr/sbin/xcp-networkd' },
  ];
  if (host.toolstack.is !== 'stopped')
    running.push({
      pid: xapiPid(host),
      stat: 'Ssl',
      since: host.dom0.xapiStartedMs,
      rss: 182_340,
      args: '/opt/xensource/bin/xapi -nowatchdog -writereadyfile /var/run/xapi_startup.cookie',
    });
  if (isDaemonUp(process))
    running.push({
      pid: 3127,
      stat: 'SLs',
      since: host.dom0.bootedMs,
      rss: 31_000,
      args: '/usr/libexec/xapi/cluster-stack/xhad/xhad /etc/xensource/xhad.conf',
    });
  if (isFull) {
    process.out('  PID  PPID STAT WCHAN                    ELAPSED COMMAND\n');
    const stuck = stuckProcesses(process.machine).map(({ pid, args, wchan, sinceMs }) => ({ pid, stat: 'Ds', since: sinceMs, args, wchan }));
    for (const one of [...running.map((known) => ({ ...known, wchan: 'poll_schedule_timeout' })), ...stuck]) {
      process.out(
        `${String(one.pid).padStart(5)}     1 ${one.stat.padEnd(4)} ${one.wchan.padEnd(24)} ${String(age(one.since)).padStart(7)} ${one.args}\n`,
      );
    }
    return 0;
  }
  process.out('  PID STAT ELAPSED   RSS %CPU COMMAND\n');
  for (const one of wanted ? running.filter(({ pid }) => pid !== 1) : running) {
    process.out(
      `${String(one.pid).padStart(5)} ${one.stat.padEnd(4)} ${String(age(one.since)).padStart(7)} ${String(one.rss).padStart(5)}  0.4 ${one.args}\n`,
    );
  }
  return 0;
}

function df(process: Process): number {
  const { host } = process.machine;
  const isInodes = process.args.some((word) => /^-\w*i/.test(word));
  const hasType = process.args.some((word) => /^-\w*T/.test(word));
  const used = (disk: 'root' | 'log', size: number): number => (host.fullDisks.has(disk) ? size : Math.min(size, host.dom0.disks[disk].usedKib));
  const rows = [
    { device: '/dev/sda1', type: 'ext3', size: ROOT_KIB, used: used('root', ROOT_KIB), at: '/' },
    { device: '/dev/sda5', type: 'ext3', size: LOG_KIB, used: used('log', LOG_KIB), at: '/var/log' },
    ...storageOf(host)
      .filter((storage) => isLocal(storage) && storage.type === 'ext' && storage.isAttached)
      .map((storage) => ({
        device: `/dev/mapper/XSLocalEXT--${storage.srUuid.replaceAll('-', '--')}`,
        type: 'ext4',
        size: Math.floor(storage.sizeBytes / 1024),
        used: Math.floor(storage.usedBytes / 1024),
        at: `/run/sr-mount/${storage.srUuid}`,
      })),
  ];
  process.out(
    `Filesystem     ${hasType ? 'Type ' : ''}${isInodes ? 'Inodes IUsed IFree IUse%' : '1024-blocks     Used Available Capacity'} Mounted on\n`,
  );
  const wanted = process.args.filter((word, index) => word.startsWith('/') && process.args[index - 1] !== '-x');
  const asked = wanted.map(
    (path) => rows.filter(({ at }) => path === at || path.startsWith(at === '/' ? '/' : `${at}/`)).toSorted((a, b) => b.at.length - a.at.length)[0],
  );
  for (const row of wanted.length > 0 ? asked.filter((one) => one !== undefined) : rows) {
    // Five in a hundred are kept for root, and count neither as used nor as free.
    const available = Math.max(0, Math.floor(row.size * 0.97) - row.used);
    const share = row.used === 0 ? 0 : Math.min(100, Math.ceil((row.used / (row.used + available)) * 100));
    const numbers = isInodes
      ? `${Math.floor(row.size / 16)} ${Math.floor(row.size / 160)} ${Math.floor(row.size / 18)} 10%`
      : `${row.size} ${row.used} ${available} ${share}%`;
    process.out(`${row.device} ${hasType ? `${row.type} ` : ''}${numbers} ${row.at}\n`);
  }
  return 0;
}

function isSynchronised({ machine: { host } }: Process): boolean {
  return host.dom0.time.source === 'synchronised' && host.cables.management === 'plugged';
}

function offsetSeconds({ machine: { host } }: Process): number {
  return host.clockSkewMs === 0 ? 0.000_067 : -host.clockSkewMs / 1000;
}

function makeStep(process: Process): number {
  // Without a source there is nothing to step to, and it says so to nobody.
  if (isSynchronised(process)) process.machine.host.clockSkewMs = 0;
  process.out('200 OK\n');
  return 0;
}

function chronyc(process: Process): number {
  const { host, world } = process.machine;
  const verb = process.args.filter((word) => !word.startsWith('-'))[0];
  if (host.dom0.time.source === 'stopped') {
    process.err('506 Cannot talk to daemon\n');
    return 1;
  }
  const servers = ntpServers(host);
  const isUp = isSynchronised(process);
  switch (verb) {
    case 'makestep':
      return makeStep(process);
    // Fails once it has tried as often as it was told; nobody watches how long that takes.
    case 'waitsync':
      process.out(`try: 1, refid: ${isUp ? 'C0000201' : '00000000'}, correction: ${Math.abs(offsetSeconds(process)).toFixed(9)}, skew: 0.001\n`);
      return isUp ? 0 : 1;
    case 'tracking': {
      const [first = '0.0.0.0'] = servers;
      const id = first
        .split('.')
        .map((part) => Number(part).toString(16).padStart(2, '0'))
        .join('')
        .toUpperCase();
      const syncMs = isUp ? world.clock.now() - 13_000 : host.dom0.time.sinceMs;
      process.out(
        isUp
          ? `${id},${first},3,${(syncMs / 1000).toFixed(3)},${offsetSeconds(process).toFixed(9)},0.000012,0.000031,-12.1,0.001,0.04,0.0003,0.0002,128.4,Normal\n`
          : `00000000,,0,${(syncMs / 1000).toFixed(3)},0.000000000,0.000000000,0.000000000,-12.1,0.000,0.000,0.000000000,0.000000000,0.0,Not synchronised\n`,
      );
      return 0;
    }
    case 'sources':
      for (const [index, server] of servers.entries())
        process.out(
          `^,${isUp ? (index === 0 ? '*' : '+') : '?'},${server},2,7,${isUp ? '377' : '0'},13,${offsetSeconds(process).toFixed(9)},-0.000084192,0.017200000\n`,
        );
      return 0;
    default:
      return 0;
  }
}
