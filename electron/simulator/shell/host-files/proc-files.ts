import { isServerReached } from '#simulator/world/dom0/tcp.ts';
import type { SimHost, World } from '#simulator/world/world.ts';
import { controlDomainMib, storageOf } from './facts.ts';
import type { AddFiles } from './tree.ts';

export const addProc: AddFiles = (builder, { world, host }) => {
  const { dom0 } = host;
  builder.file('/proc/uptime', () => {
    const seconds = (world.clock.now() - dom0.bootedMs) / 1000;
    return `${seconds.toFixed(2)} ${(seconds * 7.4).toFixed(2)}\n`;
  });
  builder.file('/proc/loadavg', () => loadText(host));
  builder.file('/proc/meminfo', () => memoryText(host));
  builder.file('/proc/mounts', () => mounts(host));
  builder.link('/proc/self/mounts', '/proc/mounts');
  builder.link('/etc/mtab', '/proc/mounts');
  builder.file('/proc/self/mountstats', () => mountStats(world, host));
  builder.file('/proc/cpuinfo', () => Array.from({ length: 8 }, (_, index) => `processor\t: ${index}\nmodel name\t: Intel(R) Xeon(R)\n\n`).join(''));
  builder.file('/proc/version', () => 'Linux version 4.19.0+1 (mockbuild@build) (gcc version 4.8.5) #1 SMP\n');
  builder.file(
    '/proc/cmdline',
    () => 'root=LABEL=root-vgdorj ro nolvm hpet=disable console=hvc0 console=tty0 quiet vga=785 splash plymouth.ignore-serial-consoles\n',
  );
  builder.file('/proc/mdstat', () =>
    dom0.hardware.degradedRaid
      ? 'Personalities : [raid1] \nmd127 : active raid1 sda[0](F) sdb[1]\n      468851544 blocks super 1.0 [2/1] [_U]\n\nunused devices: <none>\n'
      : 'Personalities : \nunused devices: <none>\n',
  );
  builder.file('/proc/sys/net/ipv6/conf/all/disable_ipv6', () => '0\n');
  builder.file('/proc/sys/kernel/hostname', () => `${host.name}\n`);
  builder.file('/proc/sys/kernel/random/boot_id', () => '5d0c1c1e-0f43-4a0b-9b6e-6d2f3f1f7a11\n');
  builder.folder('/proc/net/bonding');
};

function loadText(host: SimHost): string {
  const waiting = host.dom0.files.size > 400 ? 8 : 0;
  return `${(2.1 + waiting).toFixed(2)} ${(2.4 + waiting).toFixed(2)} ${(2.2 + waiting).toFixed(2)} 2/611 40211\n`;
}

function memoryOf(host: SimHost): { readonly totalKib: number; readonly availableKib: number } {
  const totalKib = controlDomainMib(host) * 1024 - 151_796;
  const { availableMib } = host.dom0.memory;
  return { totalKib, availableKib: availableMib === undefined ? Math.round(totalKib * 0.225) : availableMib * 1024 };
}

function memoryText(host: SimHost): string {
  const { totalKib, availableKib } = memoryOf(host);
  const isShort = host.dom0.memory.availableMib !== undefined;
  const rows: readonly (readonly [string, number])[] = [
    ['MemTotal', totalKib],
    ['MemFree', Math.round(availableKib * 0.3)],
    ['MemAvailable', availableKib],
    ['Buffers', 182_340],
    ['Cached', Math.round(availableKib * 0.6)],
    ['SwapTotal', 1_048_572],
    ['SwapFree', isShort ? 0 : 1_048_572],
    ['Dirty', 412],
    ['Slab', Math.round(totalKib * 0.06)],
  ];
  return rows.map(([name, value]) => `${`${name}:`.padEnd(16)}${String(value).padStart(8)} kB\n`).join('');
}

function mounts(host: SimHost): string {
  const options = (isReadOnly: boolean): string => `${isReadOnly ? 'ro' : 'rw'},relatime`;
  const { disks } = host.dom0;
  const lines = [
    'rootfs / rootfs rw 0 0',
    'proc /proc proc rw,relatime 0 0',
    'sysfs /sys sysfs rw,relatime 0 0',
    'devtmpfs /dev devtmpfs rw,size=4021388k,nr_inodes=1005347,mode=755 0 0',
    `/dev/sda1 / ext3 ${options(disks.root.isReadOnly)} 0 0`,
    `/dev/sda5 /var/log ext3 ${options(disks.log.isReadOnly)} 0 0`,
    'tmpfs /run tmpfs rw,nosuid,nodev,mode=755 0 0',
    'xenstore /var/lib/xenstored tmpfs rw,relatime,mode=755 0 0',
  ];
  for (const storage of storageOf(host)) {
    if (!storage.isAttached) continue;
    const { server = '', serverpath = '', location = '' } = storage.config;
    if (storage.type === 'nfs') lines.push(nfsLine(`${server}:${serverpath}/${storage.srUuid}`, storage.srUuid, server));
    else if (storage.type === 'iso' && location.includes(':')) lines.push(nfsLine(location, storage.srUuid, location.split(':')[0] ?? ''));
    else if (storage.type === 'ext')
      lines.push(
        `/dev/mapper/XSLocalEXT--${storage.srUuid.replaceAll('-', '--')}-${storage.srUuid} /run/sr-mount/${storage.srUuid} ext4 rw,relatime,data=ordered 0 0`,
      );
  }
  return `${lines.join('\n')}\n`;
}

function nfsLine(from: string, uuid: string, server: string): string {
  return `${from} /run/sr-mount/${uuid} nfs rw,relatime,vers=3,rsize=1048576,wsize=1048576,namlen=255,acdirmin=0,acdirmax=0,soft,proto=tcp,timeo=200,retrans=4,sec=sys,mountaddr=${server},mountvers=3,mountport=20048,mountproto=tcp,local_lock=none,addr=${server} 0 0`;
}

function mountStats(world: World, host: SimHost): string {
  return mounts(host)
    .split('\n')
    .flatMap((line) => {
      const [from = '', at, type] = line.split(' ');
      if (type !== 'nfs') return [];
      const retransmissions = isServerReached(world, host, from.split(':')[0] ?? '') ? 3 : 4113;
      return [
        `device ${from} mounted on ${at} with fstype nfs statvers=1.1\n\tage:\t${Math.floor((world.clock.now() - host.dom0.bootedMs) / 1000)}\n\txprt:\ttcp 872 1 1 0 0 ${41_233 + retransmissions} 41233 ${retransmissions}\n`,
      ];
    })
    .join('');
}
