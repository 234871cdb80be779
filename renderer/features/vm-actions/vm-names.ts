import type { Target } from '#renderer/state/command.ts';

export function nameOfVm({ item, inventory }: Target): string {
  return item.is === 'vm' ? (inventory.vm.get(item.ref)?.name ?? '') : '';
}
