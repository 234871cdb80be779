import { number, ref, text } from '#simulator/world/fields.ts';
import type { Process, Tools } from '../process.ts';
import { bytesOf } from '../process.ts';
import { controlDomainMib, controlDomainUuid, type Domain, domainsOf, hostRow, software } from '../host-files/facts.ts';
import { ipmitool } from './ipmitool.ts';
import { biosString } from '../host-files/sys-files.ts';

/** What runs here, as the hypervisor and those around it say. */
export const hypervisorTools: Tools = {
  xl(process) {
    const [verb, ...rest] = process.args;
    switch (verb) {
      case 'list':
        return xlList(process);
      case 'info':
        return xlInfo(process);
      case 'dmesg':
        process.out(
          '(XEN) Xen version 4.17.5-4\n(XEN) Command line: dom0_mem=8192M,max:8192M watchdog ucode=scan dom0_max_vcpus=1-16 crashkernel=256M,below=4G console=vga\n',
        );
        if (process.machine.host.dom0.hardware.correctedErrors > 0)
          process.out('(XEN) MCE: CPU0: Machine Check Exception: 0x0000000000000005 corrected\n');
        return 0;
      case 'uptime':
        process.out(`Domain-0                         0 ${Math.floor((now(process) - process.machine.host.dom0.bootedMs) / 1000)}\n`);
        return 0;
      default:
        process.err(`command not implemented: ${[verb, ...rest].join(' ')}\n`);
        return 1;
    }
  },
  list_domains: listDomains,
  'xenops-cli'(process) {
    if (process.args[0] !== 'list') return 1;
    process.out(`${'Name'.padEnd(45)}${'ID'.padStart(5)}${'Mem'.padStart(6)} ${'VCPUs'.padStart(5)} ${'State'.padStart(8)}\tTime(s)\n`);
    for (const domain of domains(process)) {
      process.out(
        bytesOf(
          `${domain.name.padEnd(45)}${String(domain.id).padStart(5)}${String(domain.memoryMib).padStart(6)} ${String(domain.vcpus).padStart(5)} ${(domain.isPaused ? 'Paused' : 'Running').padStart(8)}\n`,
        ),
      );
    }
    return 0;
  },
  'xenstore-list'(process) {
    if (process.args[0] !== '/local/domain') return 1;
    process.out(
      `0\n${domains(process)
        .map(({ id }) => `${id}\n`)
        .join('')}`,
    );
    return 0;
  },
  'xenstore-read': readStore,
  'xenstore-ls'(process) {
    const id = /^\/local\/domain\/(\d+)\/attr$/.exec(process.args[0] ?? '')?.[1];
    const domain = domains(process).find((known) => String(known.id) === id);
    if (domain === undefined) return 1;
    process.out(`vif = ""\n 0 = ""\n  ipv4 = ""\n   0 = "${domain.ip}"\n`);
    return 0;
  },
  dmidecode(process) {
    const { host } = process.machine;
    process.out(
      [
        '# dmidecode 3.0',
        'Handle 0x0000, DMI type 0, 24 bytes',
        'BIOS Information',
        `\tVendor: ${biosString(host, 'bios-vendor')}`,
        `\tVersion: ${biosString(host, 'bios-version')}`,
        '',
        'Handle 0x0100, DMI type 1, 27 bytes',
        'System Information',
        `\tManufacturer: ${biosString(host, 'system-manufacturer')}`,
        `\tProduct Name: ${biosString(host, 'system-product-name')}`,
        `\tSerial Number: ${biosString(host, 'system-serial-number')}`,
        '',
      ].join('\n'),
    );
    return 0;
  },
  ipmitool,
  smartctl(process) {
    process.out(
      'smartctl 6.5 2016-05-07 r4318\n=== START OF READ SMART DATA SECTION ===\nSMART overall-health self-assessment test result: PASSED\n\nID# ATTRIBUTE_NAME          FLAG     VALUE WORST THRESH TYPE      UPDATED  WHEN_FAILED RAW_VALUE\n  5 Reallocated_Sector_Ct   0x0033   100   100   010    Pre-fail  Always       -       0\n',
    );
    return 0;
  },
};

function now({ machine: { world } }: Process): number {
  return world.clock.now();
}

function domains(process: Process): readonly Domain[] {
  return domainsOf(process.machine.host, now(process));
}

function xlList(process: Process): number {
  const line = (name: string, id: number, memory: number, vcpus: number, state: string, seconds: number): string =>
    `${name.padEnd(40)} ${String(id).padStart(5)} ${String(memory).padStart(5)} ${String(vcpus).padStart(5)}     ${state} ${seconds.toFixed(1).padStart(7)}\n`;
  process.out(`${'Name'.padEnd(40)}    ID   Mem VCPUs\tState\tTime(s)\n`);
  const { host } = process.machine;
  process.out(line('Domain-0', 0, controlDomainMib(host), 8, 'r-----', (now(process) - host.dom0.bootedMs) / 11_000));
  for (const domain of domains(process))
    process.out(bytesOf(line(domain.name, domain.id, domain.memoryMib, domain.vcpus, domain.isPaused ? '--p---' : '-b----', domain.cpuSeconds)));
  return 0;
}

function xlInfo(process: Process): number {
  const { host } = process.machine;
  const metrics = host.pool.database.find('host_metrics', ref(hostRow(host), 'metrics') ?? '') ?? {};
  const total = Math.floor(number(metrics, 'memory_total') / 2 ** 20);
  const used = controlDomainMib(host) + domains(process).reduce((sum, { memoryMib }) => sum + memoryMib + 20, 1_500);
  const facts: readonly (readonly [string, string | number])[] = [
    ['host', text(hostRow(host), 'hostname')],
    ['release', '4.19.0+1'],
    ['machine', 'x86_64'],
    ['nr_cpus', Number(cpuCount(process))],
    ['total_memory', total],
    ['free_memory', Math.max(0, total - used)],
    ['xen_version', software(host, 'xen')],
    ['xen_caps', 'xen-3.0-x86_64 hvm-3.0-x86_32 hvm-3.0-x86_32p hvm-3.0-x86_64'],
  ];
  process.out(facts.map(([name, value]) => `${name.padEnd(23)}: ${value}\n`).join(''));
  return 0;
}

function cpuCount(process: Process): string {
  const info = hostRow(process.machine.host)['cpu_info'];
  const value = typeof info === 'object' && !Array.isArray(info) ? (info as Readonly<Record<string, unknown>>)['cpu_count'] : undefined;
  return typeof value === 'string' ? value : '8';
}

function listDomains(process: Process): number {
  const own = { id: 0, uuid: controlDomainUuid(process.machine.host), state: '    R ' };
  const rows = [
    own,
    ...domains(process).map((domain) => ({
      id: domain.id,
      uuid: domain.uuid,
      state: `${domain.isPaused ? '  P' : '   '}${domain.isPaused ? ' ' : 'B'} ${domain.isHvm ? 'H' : ' '}`,
    })),
  ];
  if (process.args.includes('-minimal')) {
    process.out(rows.map(({ uuid }) => `${uuid}\n`).join(''));
    return 0;
  }
  process.out(
    `id | ${'uuid'.padStart(36)} |  state\n${rows.map(({ id, uuid, state }) => `${String(id).padStart(2)} | ${uuid} | ${state}\n`).join('')}`,
  );
  return 0;
}

function readStore(process: Process): number {
  const found = /^\/local\/domain\/(\d+)\/(vm|name|attr\/eth0\/ip|attr\/vif\/0\/ipv4\/0)$/.exec(process.args[0] ?? '');
  const own = { id: 0, uuid: controlDomainUuid(process.machine.host), name: 'Domain-0', ip: '' };
  const domain = found === null ? undefined : [own, ...domains(process)].find(({ id }) => String(id) === found[1]);
  if (found === null || domain === undefined) {
    process.err(`xenstore-read: couldn't read path ${process.args[0] ?? ''}\n`);
    return 1;
  }
  process.out(bytesOf(`${found[2] === 'vm' ? `/vm/${domain.uuid}` : found[2] === 'name' ? domain.name : domain.ip}\n`));
  return 0;
}
