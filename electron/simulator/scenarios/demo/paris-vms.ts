import { alma9, debian12, type Guest, rocky9, ubuntu2404, windows11, windows2019, windows2022 } from '#simulator/world/build/guests.ts';

export type ParisHost = 'xs-par-01' | 'xs-par-02' | 'xs-par-03';
type ParisStorage = 'nfs-vmstore' | 'san-lun-01' | 'san-lun-02' | 'Local storage';
export type ParisDisk = readonly [storage: ParisStorage, gib: number, usedGib?: number];

export interface ParisVm {
  readonly name: string;
  readonly description: string;
  readonly memoryGib: number;
  readonly vcpus: number;
  readonly guest: Guest;
  readonly ip: string;
  readonly on: ParisHost | 'halted' | 'suspended';
  readonly upDays: number;
  readonly disks: readonly ParisDisk[];
  readonly protection: Protection;
  readonly tags: readonly string[];
}

type Protection = { readonly ha: '' | 'restart' | 'best-effort'; readonly order: number };

const FIRST: Protection = { ha: 'restart', order: 1 };
const SECOND: Protection = { ha: 'restart', order: 2 };
const BEST: Protection = { ha: 'best-effort', order: 3 };
const NONE: Protection = { ha: '', order: 0 };

const nfs = (gib: number, usedGib: number): ParisDisk => ['nfs-vmstore', gib, usedGib];
const lun1 = (gib: number): ParisDisk => ['san-lun-01', gib];
const lun2 = (gib: number): ParisDisk => ['san-lun-02', gib];
const local = (gib: number, usedGib: number): ParisDisk => ['Local storage', gib, usedGib];

/** Name, description, memory in GiB, virtual CPUs, guest, last two numbers of the address, days up, disks, protection, tags. */
type Line = readonly [string, string, number, number, Guest, string, number, readonly ParisDisk[], Protection, string];

const ON_FIRST_HOST: readonly Line[] = [
  ['haproxy-01', 'Load balancer, active', 8, 4, debian12, '4.21', 60, [nfs(20, 6)], SECOND, 'prod web'],
  ['pg-par-01', 'PostgreSQL 16, primary', 64, 16, debian12, '4.31', 60, [nfs(40, 14), lun1(500)], FIRST, 'prod database'],
  ['web-par-01', 'Web shop', 16, 8, ubuntu2404, '4.41', 12, [nfs(60, 31)], SECOND, 'prod web'],
  ['web-par-02', 'Web shop', 16, 8, ubuntu2404, '4.42', 12, [nfs(60, 30)], SECOND, 'prod web'],
  ['dc-par-01', 'Active Directory domain controller', 8, 4, windows2022, '4.11', 27, [lun1(80)], FIRST, 'prod'],
  ['monitor-01', 'Prometheus and Grafana', 16, 4, rocky9, '4.61', 44, [nfs(400, 260)], BEST, 'prod'],
  ['vault-01', 'Secrets', 8, 2, debian12, '4.62', 44, [nfs(20, 5)], SECOND, 'prod'],
];

const ON_SECOND_HOST: readonly Line[] = [
  ['build-01', 'CI runner, scratch disk on the host', 16, 8, ubuntu2404, '4.71', 6, [local(60, 41)], NONE, 'dev'],
  ['dc-par-02', 'Active Directory domain controller', 8, 4, windows2022, '4.12', 27, [lun1(80)], FIRST, 'prod'],
  ['gitlab-01', 'GitLab', 24, 8, ubuntu2404, '4.72', 18, [nfs(40, 18), nfs(600, 402)], SECOND, 'dev'],
  ['haproxy-02', 'Load balancer, standby', 8, 4, debian12, '4.22', 60, [nfs(20, 6)], FIRST, 'prod web'],
  ['mail-01', 'Mail', 16, 4, debian12, '4.51', 31, [nfs(40, 12), nfs(500, 355)], SECOND, 'prod office'],
  ['pg-par-02', 'PostgreSQL 16, synchronous standby', 48, 8, debian12, '4.32', 31, [nfs(40, 14), lun2(500)], FIRST, 'prod database'],
  ['web-par-03', 'Web shop', 16, 8, ubuntu2404, '4.43', 12, [nfs(60, 32)], SECOND, 'prod web'],
  ['wiki-01', 'Wiki', 8, 2, debian12, '4.73', 0, [nfs(60, 22)], BEST, 'office'],
];

const ON_THIRD_HOST: readonly Line[] = [
  ['erp-db-01', 'ERP database', 64, 16, rocky9, '4.81', 90, [nfs(60, 28), lun2(800)], SECOND, 'prod erp database'],
  ['erp-app-01', 'ERP application server', 32, 8, rocky9, '4.82', 90, [nfs(120, 66)], SECOND, 'prod erp'],
  ['rds-01', 'Remote desktops', 32, 8, windows2022, '4.91', 20, [lun1(200)], SECOND, 'office'],
  ['file-01', 'File server', 16, 4, windows2022, '4.92', 27, [lun1(80), nfs(2000, 1180)], SECOND, 'office'],
  ['backup-01', 'Backup proxy', 8, 4, alma9, '4.93', 52, [nfs(60, 19)], SECOND, 'prod'],
  ['radius-01', 'Wi-Fi sign-in', 4, 2, debian12, '4.13', 90, [nfs(16, 4)], SECOND, 'office'],
  ['print-01', 'Print server', 4, 2, windows2019, '4.94', 27, [lun1(60)], BEST, 'office'],
];

const HALTED: readonly Line[] = [
  ['lab-win11', 'Desktop image under test', 8, 4, windows11, '4.95', 0, [local(64, 48)], NONE, 'dev'],
  ['crm-old', 'Replaced in 2024, kept for audits', 16, 4, windows2019, '4.96', 0, [nfs(300, 182)], NONE, 'archive'],
  ['k8s-test-01', 'Kubernetes, playground', 16, 4, ubuntu2404, '4.74', 0, [nfs(80, 24)], NONE, 'dev'],
];

const SUSPENDED: readonly Line[] = [
  ['win2012-archive', 'Old accounting, suspended as it was', 8, 2, windows2019, '4.97', 0, [nfs(120, 74)], NONE, 'archive'],
];

/** Nobody has installed the guest tools in these. */
export const WITHOUT_TOOLS: ReadonlySet<string> = new Set(['vault-01', 'radius-01']);

function spellOut(on: ParisVm['on'], lines: readonly Line[]): readonly ParisVm[] {
  return lines.map(([name, description, memoryGib, vcpus, guest, address, upDays, disks, protection, tags]) => ({
    name,
    description,
    memoryGib,
    vcpus,
    guest,
    ip: `10.20.${address}`,
    on,
    upDays,
    disks,
    protection,
    tags: tags.split(' '),
  }));
}

export const parisVms: readonly ParisVm[] = [
  ...spellOut('xs-par-01', ON_FIRST_HOST),
  ...spellOut('xs-par-02', ON_SECOND_HOST),
  ...spellOut('xs-par-03', ON_THIRD_HOST),
  ...spellOut('halted', HALTED),
  ...spellOut('suspended', SUSPENDED),
];
