import type { Target } from '#renderer/state/command.ts';

export function nameOfVm({ item, inventory }: Target): string {
  return item.is === 'vm' || item.is === 'template' ? (inventory.vm.get(item.ref)?.name ?? '') : '';
}
