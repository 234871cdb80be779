import { disksOfVm } from '#shared/domain/inventory/disks.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { RefOf, VmRef } from '#shared/domain/inventory/watched.ts';
import type { OperationRequest } from '#shared/domain/operations/request.ts';

/** How many bytes an operation has to bring from one place to another, by what the pool says of them; undefined for others. */
export function amountBytes(request: OperationRequest, inventory: Inventory): number | undefined {
  switch (request.kind) {
    case 'vm.relocate':
      return disksBytes(
        inventory,
        request.disks.map(({ disk }) => disk),
      );
    case 'vm.copy':
      return request.to === undefined ? undefined : disksBytes(inventory, disksOfVm(inventory, request.vm));
    case 'disk.move':
    case 'disk.copy':
      return disksBytes(inventory, [request.disk]);
    case 'vm.migrate':
    case 'vm.suspend':
    case 'vm.resume':
      return memoryBytes(inventory, request.vm);
    default:
      return undefined;
  }
}

function disksBytes(inventory: Inventory, disks: readonly RefOf<'vdi'>[]): number | undefined {
  let sum = 0;
  for (const disk of disks) {
    const size = inventory.vdi.get(disk)?.virtualSize;
    if (size === undefined) return undefined;
    sum += size;
  }
  return sum === 0 ? undefined : sum;
}

function memoryBytes(inventory: Inventory, vm: VmRef): number | undefined {
  return inventory.vm.get(vm)?.memoryDynamicMax;
}
