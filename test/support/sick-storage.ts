import { aSickHost } from './healthy-host.ts';
import type { SickHost } from './sick-host.ts';

const isLive = { host: { ...aSickHost({}).believed.host, isLive: true } };
const on = '/run/sr-mount/cccccccc-0000-4000-8000-000000000001';
const mount = {
  server: '10.99.0.50',
  path: '/export',
  on,
  srUuid: 'cccccccc-0000-4000-8000-000000000001',
  options: [],
  line: `10.99.0.50:/export|${on}`,
};
const session = { id: 'session3', target: 'iqn.2003-01.org.example:vol1', state: 'FAILED', portal: '10.99.0.60:3260', line: 'session3|FAILED' };
const detached = [
  { uuid: 'bbbbbbbb-0000-4000-8000-000000000001', srUuid: 'cccccccc-0000-4000-8000-000000000001', srName: 'NFS-VMs', isAttached: false, config: {} },
];

export const sickStorage: readonly SickHost[] = [
  {
    name: 'the file server is silent',
    input: aSickHost(
      { nfs: [mount], nfsHealth: [{ on, is: 'silent' }], nfsServers: [{ server: '10.99.0.50', port2049: 'filtered' }], pbds: detached },
      isLive,
    ),
    top: 'F34',
    confidence: 'certain',
    following: { F37: 'F34' },
  },
  { name: 'a session is lost', input: aSickHost({ iscsi: { sessions: [session], fibre: [] } }, isLive), top: 'F35', confidence: 'certain' },
  {
    name: 'the array does not know its name',
    input: aSickHost(
      { iscsi: { iqn: 'iqn.2026-01.example:clone', sessions: [], fibre: [] }, pbds: detached },
      { host: { ...isLive.host, iqn: 'iqn.2026-01.example:xcp3' } },
    ),
    top: 'F36',
    confidence: 'likely',
    following: { F37: 'F36' },
  },
  { name: 'a repository is not plugged in', input: aSickHost({ pbds: detached }, isLive), top: 'F37', confidence: 'certain' },
  {
    name: 'one of two paths is lost',
    input: aSickHost({ pathCounts: [{ scsiId: '36001', now: 1, max: 2 }] }, isLive),
    top: 'F38',
    confidence: 'certain',
  },
  {
    name: 'a volume is missing',
    input: aSickHost(
      {
        lvm: {
          volumes: [],
          groups: [{ name: 'VG_XenStorage-x', sizeBytes: 1, freeBytes: 1, isPartial: true, line: 'VG_XenStorage-x|wz-pn-' }],
        },
      },
      isLive,
    ),
    top: 'F39',
    confidence: 'certain',
  },
  {
    name: 'a repository is full, and not mounted though the pool says so',
    input: aSickHost(
      {},
      {
        ...isLive,
        pbds: [{ uuid: 'b', srUuid: 'c', srName: 'NFS-VMs', srType: 'nfs', isAttached: true, config: {}, sizeBytes: 100, usedBytes: 99 }],
      },
    ),
    top: 'F41',
    confidence: 'certain',
  },
  {
    name: 'a local repository is full',
    input: aSickHost(
      {},
      {
        ...isLive,
        pbds: [{ uuid: 'b', srUuid: 'c', srName: 'Local storage', srType: 'ext', isAttached: true, config: {}, sizeBytes: 100, usedBytes: 99 }],
      },
    ),
    top: 'F41',
    confidence: 'certain',
  },
];
