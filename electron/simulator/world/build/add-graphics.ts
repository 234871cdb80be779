import type { Ref } from '#simulator/world/value.ts';
import type { Draft } from './draft.ts';

const MATROX = {
  vendor_id: '102b',
  vendor_name: 'Matrox Electronics Systems Ltd.',
  device_id: '0536',
  device_name: 'Integrated Matrox G200eW3 Graphics Controller',
};
const GROUP_NAME = `Group of ${MATROX.vendor_name} ${MATROX.device_name} GPUs`;

/** Every server has at least its management controller's display: one PCI device, one physical GPU, one group for the pool. */
export function addGraphics(draft: Draft, host: Ref): void {
  const pci = draft.add('PCI', {
    class_id: '03',
    class_name: 'VGA compatible controller',
    ...MATROX,
    subsystem_vendor_id: '1028',
    subsystem_vendor_name: 'Dell',
    subsystem_device_id: '0a6b',
    subsystem_device_name: 'PowerEdge display',
    host,
    pci_id: '0000:03:00.0',
  });
  draft.add('PGPU', { PCI: pci, GPU_group: groupOf(draft), host, is_system_display_device: true });
}

function groupOf(draft: Draft): Ref {
  const existing = draft.refs('GPU_group')[0];
  return existing ?? draft.add('GPU_group', { name_label: GROUP_NAME, GPU_types: [`${MATROX.vendor_id}/${MATROX.device_id}`] });
}
