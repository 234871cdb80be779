import type { Site } from '#simulator/world/build/add-site.ts';
import { addDisk, addStorage, iscsiStorage, nfsStorage } from '#simulator/world/build/add-storage.ts';
import type { Draft } from '#simulator/world/build/draft.ts';
import { GIB, TIB } from '#simulator/world/build/sizes.ts';
import { number } from '#simulator/world/fields.ts';
import type { Ref } from '#simulator/world/value.ts';

export interface ParisStores {
  readonly 'nfs-vmstore': Ref;
  readonly 'san-lun-01': Ref;
  readonly 'san-lun-02': Ref;
  readonly 'iso-library': Ref;
  /** Still in the drive of the VM it installed. */
  readonly forgottenIso: Ref;
}

const PORTALS = ['10.30.0.50', '10.30.0.51'];
const PATHS = 4;
const WEAK_LUN = '36001405f1c0a2d9e4b7006';

const ISOS = [
  ['debian-12.11.0-amd64-netinst.iso', 0.7],
  ['ubuntu-24.04.2-live-server-amd64.iso', 3.0],
  ['Rocky-9.5-x86_64-dvd.iso', 11.0],
  ['AlmaLinux-9.5-x86_64-dvd.iso', 11.2],
  ['SW_DVD9_Win_Server_STD_CORE_2022.iso', 5.3],
  ['SW_DVD9_Win_Server_STD_CORE_2019.iso', 5.0],
  ['Win11_24H2_French_x64.iso', 5.8],
] as const;

export function addParisStorage(draft: Draft, site: Site): ParisStores {
  const { hosts } = site;
  const vmstore = addStorage(draft, nfsStorage({ name: 'nfs-vmstore', server: '10.30.0.60', path: '/export/vmstore', sizeBytes: 8 * TIB, hosts }));
  const lun = (name: string, scsiId: string, number: number): Ref =>
    addStorage(
      draft,
      iscsiStorage({
        name,
        target: { portals: PORTALS, targetName: 'iqn.2004-08.com.array:par:a', scsiId, lun: number },
        sizeBytes: 2 * TIB,
        hosts,
        pathsPerHost: PATHS,
      }),
    );
  const first = lun('san-lun-01', '36001405f1c0a2d9e4b7005', 5);
  const second = lun('san-lun-02', WEAK_LUN, 6);
  losePath(draft, second, hosts[1]);
  const library = addStorage(draft, {
    name: 'iso-library',
    description: 'NFS ISO Library [10.30.0.60:/export/iso]',
    type: 'iso',
    contentType: 'iso',
    isShared: true,
    sizeBytes: 500 * GIB,
    deviceConfig: { location: '10.30.0.60:/export/iso', type: 'nfs_iso' },
    hosts,
  });
  const isos = ISOS.map(([file, gib]) => addDisk(draft, { sr: library, name: file, gib, usedGib: gib, isReadOnly: true, location: file }));
  const [forgottenIso] = isos.slice(1);
  if (forgottenIso === undefined) throw new RangeError('the library is empty');
  return { 'nfs-vmstore': vmstore, 'san-lun-01': first, 'san-lun-02': second, 'iso-library': library, forgottenIso };
}

/** One of a host's four ways to the LUN is gone. */
function losePath(draft: Draft, sr: Ref, host: Ref | undefined): void {
  const connection = draft.refs('PBD').find((ref) => draft.row('PBD', ref)['SR'] === sr && draft.row('PBD', ref)['host'] === host);
  if (connection === undefined) throw new RangeError('the LUN is not connected there');
  draft.change('PBD', connection, { other_config: { multipathed: 'true', [`mpath-${WEAK_LUN}`]: `[${PATHS - 1}, ${PATHS}]`, iscsi_sessions: '2' } });
}

interface Filling {
  readonly name: string;
  readonly usedGib: number;
  /** Absent: the disk is thick, as large as what it takes. */
  readonly promisedGib?: number;
}

/** How full each one is, and how much it has promised. */
const TARGETS: readonly (Filling & { readonly store: keyof ParisStores })[] = [
  { store: 'nfs-vmstore', name: 'par-archive-2023', usedGib: 4751, promisedGib: 9175 },
  { store: 'san-lun-01', name: 'erp-db-01 copy', usedGib: 1515 },
  { store: 'san-lun-02', name: 'warehouse-2024', usedGib: 1864 },
];

const LOCAL_TARGET = { usedGib: 233, promisedGib: 252 };

/** A disk nobody uses any more takes what the VMs' own do not. */
export function fillParisStorage(draft: Draft, stores: ParisStores, localSrs: readonly Ref[]): void {
  for (const local of localSrs) fill(draft, local, { name: 'install-media', ...LOCAL_TARGET });
  for (const target of TARGETS) fill(draft, stores[target.store], target);
  const library = draft.row('SR', stores['iso-library']);
  draft.change('SR', stores['iso-library'], { physical_utilisation: Math.max(118 * GIB, number(library, 'physical_utilisation')) });
}

function fill(draft: Draft, sr: Ref, target: Filling): void {
  const row = draft.row('SR', sr);
  const usedGib = target.usedGib - number(row, 'physical_utilisation') / GIB;
  const gib = target.promisedGib === undefined ? usedGib : target.promisedGib - number(row, 'virtual_allocation') / GIB;
  if (usedGib < 0 || gib < usedGib) throw new RangeError(`the disks of machines leave no room for ${target.name}`);
  addDisk(draft, { sr, name: target.name, description: 'Kept after its VM was deleted', gib, usedGib });
}
