import { byNaturalOrder, isOrdinaryVm, onlyPool } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { Vm } from '#shared/domain/inventory/watched.ts';

/** One kind of object, now and in a file, by name. */
export interface Differences {
  readonly inFile: number;
  /** There now, and not in the file. */
  readonly lost: readonly string[];
  /** In the file, and not there now. */
  readonly back: readonly string[];
}

/** What becomes of a pool when its database becomes what a file says. */
export interface BackupEffect {
  readonly pool: { readonly name: string; readonly isSame: boolean };
  /** The server takes the place of the file's master, whichever machine that was. */
  readonly master: { readonly inFile: string; readonly now: string };
  /** Members now: of the hosts in a file only the master is kept. */
  readonly leaving: readonly string[];
  /** They ran when the file was made, and are taken for shut down. */
  readonly stopped: readonly string[];
  readonly vms: Differences;
  readonly storage: Differences;
  readonly networks: Differences;
}

export function backupEffect(now: Inventory, file: Inventory): BackupEffect {
  const [before, after] = [onlyPool(now)?.pool, onlyPool(file)?.pool];
  const master = before?.master ?? undefined;
  const ran = [...file.vm.values()].filter((vm) => isOrdinaryVm(vm) && vm.power !== 'Halted' && vm.power !== 'Suspended');
  return {
    pool: { name: after?.name ?? '', isSame: before !== undefined && before.uuid === after?.uuid },
    master: { inFile: nameAt(file.host, after?.master), now: nameAt(now.host, master) },
    leaving: sorted([...now.host].flatMap(([ref, { name }]) => (ref === master ? [] : [name]))),
    stopped: sorted(ran.map(({ name }) => name)),
    vms: differences(machinesOf(now), machinesOf(file)),
    storage: differences([...now.sr.values()], [...file.sr.values()]),
    networks: differences([...now.network.values()], [...file.network.values()]),
  };
}

const machinesOf = ({ vm }: Inventory): readonly Vm[] => [...vm.values()].filter(isOrdinaryVm);

interface Named {
  readonly uuid: string;
  readonly name: string;
}

/** References change by a restore; uuids do not. */
function differences(now: readonly Named[], file: readonly Named[]): Differences {
  const [here, there] = [new Set(now.map(({ uuid }) => uuid)), new Set(file.map(({ uuid }) => uuid))];
  return {
    inFile: file.length,
    lost: sorted(now.filter(({ uuid }) => !there.has(uuid)).map(({ name }) => name)),
    back: sorted(file.filter(({ uuid }) => !here.has(uuid)).map(({ name }) => name)),
  };
}

function nameAt<R>(records: ReadonlyMap<R, Named>, ref: R | null | undefined): string {
  return ref === null || ref === undefined ? '' : (records.get(ref)?.name ?? '');
}

const sorted = (names: readonly string[]): readonly string[] => names.toSorted(byNaturalOrder);
