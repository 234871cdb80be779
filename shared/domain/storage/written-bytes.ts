import type { RecordOf, RefOf } from '#shared/domain/inventory/watched.ts';

type Vdi = Pick<RecordOf<'vdi'>, 'uuid' | 'sr' | 'smConfig' | 'physicalUtilisation' | 'virtualSize'>;
type Disks = ReadonlyMap<RefOf<'vdi'>, Vdi>;

/** What a whole copy takes where only what was written takes room: after a snapshot most of it lies in what the disk is a difference to. */
export function writtenBytes(disks: Disks, ref: RefOf<'vdi'>): number {
  const disk = disks.get(ref);
  if (disk === undefined) return 0;
  const below = parentOf(disk) === '' ? 0 : bytesBelow(disks, disk);
  const own = Math.max(0, disk.physicalUtilisation);
  return Math.max(own, Math.min(own + below, disk.virtualSize));
}

/** What goes round in a circle is counted once. */
function bytesBelow(disks: Disks, disk: Vdi): number {
  const beside = new Map([...disks.values()].filter(({ sr }) => sr === disk.sr).map((each) => [each.uuid, each]));
  beside.delete(disk.uuid);
  let bytes = 0;
  for (let next = parentIn(beside, disk); next !== undefined; next = parentIn(beside, next)) {
    bytes += Math.max(0, next.physicalUtilisation);
    beside.delete(next.uuid);
  }
  return bytes;
}

function parentIn(beside: ReadonlyMap<string, Vdi>, disk: Vdi): Vdi | undefined {
  return beside.get(parentOf(disk));
}

function parentOf({ smConfig }: Vdi): string {
  return smConfig['vhd-parent'] ?? '';
}
