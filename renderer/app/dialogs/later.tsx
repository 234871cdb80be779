import { type ComponentType, useEffect, useState } from 'react';

const fetches: (() => Promise<unknown>)[] = [];

// Most of these nobody opens in a day: none comes with the window, but each in a quiet moment after it, in this order, or with the
// first command that opens it.
export const VmSettingsDialog = later(async () => (await import('#renderer/features/vm/VmSettingsDialog.tsx')).VmSettingsDialog);
export const NewVmDialog = later(async () => (await import('#renderer/features/new-vm/NewVmDialog.tsx')).NewVmDialog);
export const NewStorageDialog = later(async () => (await import('#renderer/features/storage/NewStorageDialog.tsx')).NewStorageDialog);
export const SettingsDialog = later(async () => (await import('#renderer/features/settings/SettingsDialog.tsx')).SettingsDialog);
export const NewNetworkDialog = later(async () => (await import('#renderer/features/network/NewNetworkDialog.tsx')).NewNetworkDialog);
export const NetworkSettingsDialog = later(async () => (await import('#renderer/features/network/NetworkSettingsDialog.tsx')).NetworkSettingsDialog);
export const HostSettingsDialog = later(async () => (await import('#renderer/features/maintenance/HostSettingsDialog.tsx')).HostSettingsDialog);
export const PoolSettingsDialog = later(async () => (await import('#renderer/features/maintenance/PoolSettingsDialog.tsx')).PoolSettingsDialog);
export const EnterDialog = later(async () => (await import('#renderer/features/maintenance/EnterDialog.tsx')).EnterDialog);
export const ExitDialog = later(async () => (await import('#renderer/features/maintenance/ExitDialog.tsx')).ExitDialog);
export const MovingDialog = later(async () => (await import('#renderer/features/vm-actions/MovingDialog.tsx')).MovingDialog);
export const ImportVmDialog = later(async () => (await import('#renderer/features/vm-files/ImportVmDialog.tsx')).ImportVmDialog);
export const ExportDialog = later(async () => (await import('#renderer/features/vm-files/ExportDialog.tsx')).ExportDialog);
export const RollDialog = later(async () => (await import('#renderer/features/maintenance/RollDialog.tsx')).RollDialog);
export const JoinDialog = later(async () => (await import('#renderer/features/joining/JoinDialog.tsx')).JoinDialog);
export const AddressesDialog = later(async () => (await import('#renderer/features/network/AddressesDialog.tsx')).AddressesDialog);
export const MoveManagementDialog = later(async () => (await import('#renderer/features/network/MoveManagementDialog.tsx')).MoveManagementDialog);
export const StorageNetworkDialog = later(async () => (await import('#renderer/features/network/StorageNetworkDialog.tsx')).StorageNetworkDialog);
export const StrandedDialog = later(async () => (await import('#renderer/features/vm-actions/StrandedDialog.tsx')).StrandedDialog);
export const RelocateDialog = later(async () => (await import('#renderer/features/vm-actions/RelocateDialog.tsx')).RelocateDialog);
export const StatusReportDialog = later(async () => (await import('#renderer/features/recovery/StatusReportDialog.tsx')).StatusReportDialog);
export const RestoreDatabaseDialog = later(async () => (await import('#renderer/features/backups/RestoreDatabaseDialog.tsx')).RestoreDatabaseDialog);
export const RestoreHostDialog = later(async () => (await import('#renderer/features/backups/RestoreHostDialog.tsx')).RestoreHostDialog);

/** Fetches of all of them, the likeliest to be opened first. */
export function laterParts(): readonly (() => Promise<unknown>)[] {
  return fetches;
}

/** React's own way shows what was waited for no sooner than 300 ms after the gap: too long for a dialog that is there in 50. */
function later<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  const known: { part?: ComponentType<Props> } = {};
  const fetch = async (): Promise<ComponentType<Props>> => (known.part ??= await load());
  fetches.push(fetch);
  return function Later(props: Props) {
    const [Part, setPart] = useState(() => known.part);
    const [trouble, setTrouble] = useState<{ readonly error: unknown }>();
    useEffect(() => {
      if (Part !== undefined) return;
      fetch().then(
        (part) => setPart(() => part),
        (error: unknown) => setTrouble({ error }),
      );
    }, [Part]);
    // The nearest boundary shows it, and opening it again loads it again.
    if (trouble !== undefined) throw trouble.error;
    return Part === undefined ? null : <Part {...props} />;
  };
}
