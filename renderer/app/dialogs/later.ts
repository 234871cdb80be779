import { lazy } from 'react';

// Most of these nobody opens in a day: each comes with the first command that opens it, not with the window.

export const EnterDialog = lazy(async () => ({ default: (await import('#renderer/features/maintenance/EnterDialog.tsx')).EnterDialog }));
export const ExitDialog = lazy(async () => ({ default: (await import('#renderer/features/maintenance/ExitDialog.tsx')).ExitDialog }));
export const HostSettingsDialog = lazy(async () => ({
  default: (await import('#renderer/features/maintenance/HostSettingsDialog.tsx')).HostSettingsDialog,
}));
export const PoolSettingsDialog = lazy(async () => ({
  default: (await import('#renderer/features/maintenance/PoolSettingsDialog.tsx')).PoolSettingsDialog,
}));
export const RollDialog = lazy(async () => ({ default: (await import('#renderer/features/maintenance/RollDialog.tsx')).RollDialog }));
export const JoinDialog = lazy(async () => ({ default: (await import('#renderer/features/joining/JoinDialog.tsx')).JoinDialog }));
export const NewStorageDialog = lazy(async () => ({ default: (await import('#renderer/features/storage/NewStorageDialog.tsx')).NewStorageDialog }));
export const NewVmDialog = lazy(async () => ({ default: (await import('#renderer/features/new-vm/NewVmDialog.tsx')).NewVmDialog }));
export const NewNetworkDialog = lazy(async () => ({ default: (await import('#renderer/features/network/NewNetworkDialog.tsx')).NewNetworkDialog }));
export const NetworkSettingsDialog = lazy(async () => ({
  default: (await import('#renderer/features/network/NetworkSettingsDialog.tsx')).NetworkSettingsDialog,
}));
export const AddressesDialog = lazy(async () => ({ default: (await import('#renderer/features/network/AddressesDialog.tsx')).AddressesDialog }));
export const MoveManagementDialog = lazy(async () => ({
  default: (await import('#renderer/features/network/MoveManagementDialog.tsx')).MoveManagementDialog,
}));
export const StorageNetworkDialog = lazy(async () => ({
  default: (await import('#renderer/features/network/StorageNetworkDialog.tsx')).StorageNetworkDialog,
}));
export const ExportDialog = lazy(async () => ({ default: (await import('#renderer/features/vm-files/ExportDialog.tsx')).ExportDialog }));
export const ImportVmDialog = lazy(async () => ({ default: (await import('#renderer/features/vm-files/ImportVmDialog.tsx')).ImportVmDialog }));
export const MovingDialog = lazy(async () => ({ default: (await import('#renderer/features/vm-actions/MovingDialog.tsx')).MovingDialog }));
export const StrandedDialog = lazy(async () => ({ default: (await import('#renderer/features/vm-actions/StrandedDialog.tsx')).StrandedDialog }));
export const RelocateDialog = lazy(async () => ({ default: (await import('#renderer/features/vm-actions/RelocateDialog.tsx')).RelocateDialog }));
export const VmSettingsDialog = lazy(async () => ({ default: (await import('#renderer/features/vm/VmSettingsDialog.tsx')).VmSettingsDialog }));
export const SettingsDialog = lazy(async () => ({ default: (await import('#renderer/features/settings/SettingsDialog.tsx')).SettingsDialog }));
export const StatusReportDialog = lazy(async () => ({
  default: (await import('#renderer/features/recovery/StatusReportDialog.tsx')).StatusReportDialog,
}));
export const RestoreDatabaseDialog = lazy(async () => ({
  default: (await import('#renderer/features/backups/RestoreDatabaseDialog.tsx')).RestoreDatabaseDialog,
}));
export const RestoreHostDialog = lazy(async () => ({
  default: (await import('#renderer/features/backups/RestoreHostDialog.tsx')).RestoreHostDialog,
}));
