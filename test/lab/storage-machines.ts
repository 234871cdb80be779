import type { Lab } from './lab.ts';
import { startStorageServer, type StorageServer } from './storage-server.ts';

export const ARRAY = { name: 'array', storage: '10.8.1.50', management: '10.8.0.50' } as const;
export const TARGETS = {
  open: 'iqn.2026-01.test.lab:open',
  locked: 'iqn.2026-01.test.lab:locked',
  /** Offered to the first host alone. */
  masked: 'iqn.2026-01.test.lab:masked',
} as const;
export const CHAP = { user: 'keeper', password: 'lab-secret-4711' } as const;

const tgtadm = 'tgtadm --lld iscsi';

/** An array with two portals; what it has is on its own memory. */
export async function startArray(lab: Pick<Lab, 'network' | 'folder'>, tools: string): Promise<StorageServer> {
  const target = (tid: number, name: string, initiator: string, ...megabytes: readonly number[]): readonly string[] => [
    `${tgtadm} --op new --mode target --tid ${tid} -T ${name}`,
    ...megabytes.flatMap((size, index) => {
      const lun = `--mode logicalunit --tid ${tid} --lun ${index + 1}`;
      const image = `/run/${tid}-${index + 1}.img`;
      return [
        `truncate -s ${size}M ${image}`,
        `${tgtadm} --op new ${lun} -b ${image}`,
        `${tgtadm} --op update ${lun} --params vendor_id=LABARRAY,product_id=DISK,scsi_sn=lab-${tid}-${index + 1}`,
      ];
    }),
    `${tgtadm} --op bind --mode target --tid ${tid} -I ${initiator}`,
  ];
  const server = await startStorageServer(lab, {
    name: ARRAY.name,
    number: 50,
    tools,
    script: ['mkdir -p /run/tgtd', 'tgtd -f >"$OWN/log" 2>&1 &'],
    isUp: `${tgtadm} --op show --mode sys`,
  });
  const every = ['0.0.0.0', '[::]'].map((address) => `${tgtadm} --op delete --mode portal --param portal=${address}:3260`);
  const own = [ARRAY.storage, ARRAY.management].map((address) => `${tgtadm} --op new --mode portal --param portal=${address}:3260`);
  await server.type(
    [
      'set -e',
      ...every,
      ...own,
      ...target(1, TARGETS.open, 'ALL', 2048, 3072),
      ...target(2, TARGETS.locked, 'ALL', 1024),
      `${tgtadm} --op new --mode account --user ${CHAP.user} --password ${CHAP.password}`,
      `${tgtadm} --op bind --mode account --tid 2 --user ${CHAP.user}`,
      ...target(3, TARGETS.masked, '10.8.1.11', 512),
    ].join('\n'),
  );
  return server;
}

export const FILER = { name: 'filer', storage: '10.8.1.60' } as const;
/** `ours` is for the first two hosts, `theirs` for somebody else. */
export const EXPORTS = { ours: '/run/export/ours', theirs: '/run/export/theirs' } as const;
export const LEFT_THERE = '0b1c2d3e-4f50-4a61-8b72-93a4b5c6d7e8';

/** A file server with its port mapper, which speaks versions 3 and 4. */
export async function startFiler(lab: Pick<Lab, 'network' | 'folder'>, tools: string): Promise<StorageServer> {
  return await startStorageServer(lab, {
    name: FILER.name,
    number: 60,
    tools,
    script: [
      `mkdir -p ${EXPORTS.ours}/${LEFT_THERE} ${EXPORTS.theirs} /run/rpcbind /run/ganesha`,
      'export LD_LIBRARY_PATH="$LD_LIBRARY_PATH:$TOOLS/usr/lib/ganesha"',
      'cat >/run/ganesha.conf <<END',
      GANESHA,
      'END',
      // It becomes a user of its own, whom this computer need not have.
      `if ! grep -q '^_rpc:' /etc/passwd; then
  { cat /etc/passwd; echo '_rpc:x:65533:65534::/run/rpcbind:/usr/sbin/nologin'; } >/run/passwd
  mount --bind /run/passwd /etc/passwd
fi`,
      'rpcbind -f -i >"$OWN/rpcbind.log" 2>&1 &',
      'for n in $(seq 200); do rpcinfo -p 127.0.0.1 >/dev/null 2>&1 && break; sleep 0.05; done',
      'ganesha.nfsd -F -L "$OWN/log" -f /run/ganesha.conf -p /run/ganesha.pid >"$OWN/out" 2>&1 &',
    ],
    isUp: `showmount --no-headers -e ${FILER.storage}`,
  });
}

function exported(number: number, path: string, clients: string): string {
  return `EXPORT { Export_Id = ${number}; Path = ${path}; Pseudo = ${path}; Protocols = 3, 4; SecType = sys; Squash = No_Root_Squash; Access_Type = None;
  FSAL { Name = VFS; } CLIENT { Clients = ${clients}; Access_Type = RW; } }`;
}

const GANESHA = `NFS_CORE_PARAM { Protocols = 3, 4; Enable_NLM = false; Enable_RQUOTA = false; Plugins_Dir = $(echo "$TOOLS"/usr/lib/*-linux-gnu/ganesha); }
NFSv4 { Graceless = true; RecoveryBackend = fs; RecoveryRoot = /run/ganesha; }
NFS_KRB5 { Active_krb5 = false; }
${exported(1, EXPORTS.ours, `${FILER.storage}, 10.8.1.11, 10.8.1.12`)}
${exported(2, EXPORTS.theirs, '10.8.1.99')}`;
