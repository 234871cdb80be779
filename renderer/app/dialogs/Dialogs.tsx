import { SavedServersDialog } from '#renderer/features/connect/SavedServersDialog.tsx';
import { NewStorageDialog } from '#renderer/features/storage/NewStorageDialog.tsx';
import type { Draft as StorageDraft } from '#renderer/features/storage/use-new-storage.ts';
import { JoinDialog } from '#renderer/features/joining/JoinDialog.tsx';
import { EnterDialog } from '#renderer/features/maintenance/EnterDialog.tsx';
import { ExitDialog } from '#renderer/features/maintenance/ExitDialog.tsx';
import { HostSettingsDialog } from '#renderer/features/maintenance/HostSettingsDialog.tsx';
import { PoolSettingsDialog } from '#renderer/features/maintenance/PoolSettingsDialog.tsx';
import { RollDialog } from '#renderer/features/maintenance/RollDialog.tsx';
import { HostWaysDialog } from '#renderer/features/recovery/HostWaysDialog.tsx';
import { StatusReportDialog } from '#renderer/features/recovery/StatusReportDialog.tsx';
import { SettingsDialog } from '#renderer/features/settings/SettingsDialog.tsx';
import { ExportDialog } from '#renderer/features/vm-files/ExportDialog.tsx';
import { ImportVmDialog } from '#renderer/features/vm-files/ImportVmDialog.tsx';
import { CopyDialog } from '#renderer/features/vm-actions/CopyDialog.tsx';
import { DeleteDialog } from '#renderer/features/vm-actions/DeleteDialog.tsx';
import { MovingDialog } from '#renderer/features/vm-actions/MovingDialog.tsx';
import { StrandedDialog } from '#renderer/features/vm-actions/StrandedDialog.tsx';
import { RelocateDialog } from '#renderer/features/vm-actions/RelocateDialog.tsx';
import { PlaceDialog } from '#renderer/features/vm-actions/PlaceDialog.tsx';
import { VmSettingsDialog } from '#renderer/features/vm/VmSettingsDialog.tsx';
import { TakeSnapshotDialog } from '#renderer/features/snapshots/TakeSnapshotDialog.tsx';
import { useState } from 'react';
import { type JoinDraft, joinDraft } from '#shared/domain/joining/draft.ts';
import { targetsOf } from '#renderer/state/targets.ts';
import { useInventory } from '#renderer/state/tree-state.ts';
import { closeDialog, type OpenDialog, openDialog, useUi } from '#renderer/state/ui-store.ts';
import type { DiskDialog } from '../commands/disk-dialogs.ts';
import { DiscDialog } from './DiscDialog.tsx';
import { DiskDialogs } from './disks/DiskDialogs.tsx';
import { AttachToVmDialog, NewVmDiskDialog } from './disks/VmDiskDialogs.tsx';
import type { NetworkDraft } from '#renderer/features/network/NewNetworkDialog.tsx';
import { Addresses } from './Addresses.tsx';
import { MoveManagement } from './MoveManagement.tsx';
import { NetworkSettings } from './NetworkSettings.tsx';
import { NewNetwork } from './NewNetwork.tsx';
import type { NewVmDraft } from '#shared/domain/wizards/new-vm/draft.ts';
import { NewVm } from './NewVm.tsx';
import { StorageNetwork } from './StorageNetwork.tsx';
import { EditDialog } from './EditDialog.tsx';
import { ShortcutsDialog } from './ShortcutsDialog.tsx';

/** The one dialog a command has opened. */
export function Dialogs() {
  const dialog = useUi((state) => state.dialog);
  const [drafts] = useState(() => new Map<string, StorageDraft>());
  const [networkDrafts] = useState(() => new Map<string, NetworkDraft>());
  const [vmDrafts] = useState(() => new Map<string, NewVmDraft>());
  const [joins] = useState(() => new Map<string, JoinDraft>());
  if (dialog === undefined) return null;
  switch (dialog.name) {
    case 'settings':
      return <SettingsDialog onClose={closeDialog} onSavedServers={() => openDialog('saved-servers')} />;
    case 'saved-servers':
      return <SavedServersDialog onClose={closeDialog} />;
    case 'shortcuts':
      return <ShortcutsDialog onClose={closeDialog} />;
    case 'join-pool':
    case 'new-pool':
      return <Join name={dialog.name} items={dialog.items} drafts={joins} />;
    case 'enter-maintenance':
    case 'exit-maintenance':
    case 'host-settings':
    case 'roll':
    case 'pool-settings':
      return <Maintenance name={dialog.name} items={dialog.items} />;
    case 'new-vm':
      return <NewVm items={dialog.items} drafts={vmDrafts} />;
    case 'new-storage':
      return <NewStorage items={dialog.items} drafts={drafts} />;
    case 'new-disk':
    case 'resize-disk':
    case 'move-disk':
    case 'copy-disk':
    case 'attach-disk':
      return <Disks name={dialog.name} items={dialog.items} />;
    case 'new-vm-disk':
    case 'attach-to-vm':
    case 'change-disc':
      return <Machine name={dialog.name} items={dialog.items} />;
    case 'new-network':
      return <NewNetwork items={dialog.items} drafts={networkDrafts} />;
    case 'host-addresses':
      return <Addresses items={dialog.items} />;
    case 'storage-network':
      return <StorageNetwork items={dialog.items} />;
    case 'move-management':
      return <MoveManagement items={dialog.items} />;
    case 'network-settings':
      return <NetworkSettings items={dialog.items} />;
    default:
      return <Edit name={dialog.name} items={dialog.items} />;
  }
}

interface EditProps extends Pick<OpenDialog, 'items'> {
  readonly name: Exclude<
    OpenDialog['name'],
    | 'settings'
    | 'saved-servers'
    | 'shortcuts'
    | 'new-vm'
    | 'new-storage'
    | 'new-network'
    | 'network-settings'
    | 'host-addresses'
    | 'move-management'
    | 'storage-network'
    | 'join-pool'
    | 'new-pool'
    | 'roll'
    | 'pool-settings'
    | DiskDialog
    | keyof typeof machineDialogs
    | keyof typeof hostDialogs
  >;
}

function Edit({ name, items }: EditProps) {
  const servers = useInventory((state) => state.servers);
  const inventories = useInventory((state) => state.inventories);
  const targets = targetsOf(items, { servers, inventories });
  const [first] = targets;
  if (first === undefined) return null;
  switch (name) {
    case 'status-report':
      return <StatusReportDialog target={first} onClose={closeDialog} />;
    case 'host-ways':
      return <HostWaysDialog target={first} onClose={closeDialog} />;
    case 'start-on':
      return <PlaceDialog kind="vm.start" targets={targets} onClose={closeDialog} />;
    case 'resume-on':
      return <PlaceDialog kind="vm.resume" targets={targets} onClose={closeDialog} />;
    case 'migrate':
      return <PlaceDialog kind="vm.migrate" targets={targets} onClose={closeDialog} />;
    case 'vm-export':
      return <ExportDialog target={first} onClose={closeDialog} />;
    case 'vm-import':
      return <ImportVmDialog target={first} onClose={closeDialog} />;
    case 'relocate':
      return <RelocateDialog targets={targets} onClose={closeDialog} />;
    case 'vm-copy':
      return <CopyDialog target={first} onClose={closeDialog} />;
    case 'empty-host':
      return <MovingDialog way="empty" targets={targets} onClose={closeDialog} />;
    case 'spread-vms':
      return <MovingDialog way="spread" targets={targets} onClose={closeDialog} />;
    case 'recover-vms':
      return <StrandedDialog target={first} onClose={closeDialog} />;
    case 'vm-settings':
      return <VmSettingsDialog targets={targets} onClose={closeDialog} />;
    case 'vm-snapshot':
      return <TakeSnapshotDialog target={first} onClose={closeDialog} />;
    case 'vm-delete':
      return <DeleteDialog targets={targets} onClose={closeDialog} />;
    default:
      return <EditDialog edit={name} targets={targets} onClose={closeDialog} />;
  }
}

function Disks({ name, items }: Pick<OpenDialog, 'items'> & { readonly name: DiskDialog }) {
  const servers = useInventory((state) => state.servers);
  const inventories = useInventory((state) => state.inventories);
  const targets = targetsOf(items, { servers, inventories });
  return targets.length === 0 ? null : <DiskDialogs name={name} targets={targets} onClose={closeDialog} />;
}

const machineDialogs = { 'new-vm-disk': NewVmDiskDialog, 'attach-to-vm': AttachToVmDialog, 'change-disc': DiscDialog } as const;

function Machine({ name, items }: Pick<OpenDialog, 'items'> & { readonly name: keyof typeof machineDialogs }) {
  const servers = useInventory((state) => state.servers);
  const inventories = useInventory((state) => state.inventories);
  const [target] = targetsOf(items, { servers, inventories });
  if (target?.item.is !== 'vm' && target?.item.is !== 'template') return null;
  const MachineDialog = machineDialogs[name];
  return <MachineDialog target={target} machine={target.item.ref} onClose={closeDialog} />;
}

const hostDialogs = { 'enter-maintenance': EnterDialog, 'exit-maintenance': ExitDialog, 'host-settings': HostSettingsDialog } as const;

function Maintenance({ name, items }: Pick<OpenDialog, 'items'> & { readonly name: keyof typeof hostDialogs | 'roll' | 'pool-settings' }) {
  const servers = useInventory((state) => state.servers);
  const inventories = useInventory((state) => state.inventories);
  const [target] = targetsOf(items, { servers, inventories });
  if (target === undefined) return null;
  if (name === 'pool-settings') return <PoolSettingsDialog target={target} onClose={closeDialog} />;
  if (name === 'roll') return <RollDialog target={target} onClose={closeDialog} />;
  const HostDialog = hostDialogs[name];
  return target.item.is === 'host' ? <HostDialog target={target} host={target.item.ref} onClose={closeDialog} /> : null;
}

interface JoinProps extends Pick<OpenDialog, 'items'> {
  readonly name: 'join-pool' | 'new-pool';
  readonly drafts: Map<string, JoinDraft>;
}

/** What was chosen for a pool is kept until it is done, by what it was opened on. */
function Join({ name, items, drafts }: JoinProps) {
  const [first] = items;
  const server = first?.server ?? '';
  const key = `${name} ${server}`;
  const [draft, setDraft] = useState(() => drafts.get(key) ?? joinDraft(server, name === 'new-pool'));
  return (
    <JoinDialog
      draft={draft}
      onDraft={(next) => {
        setDraft(next);
        drafts.set(key, next);
      }}
      onDone={() => {
        drafts.delete(key);
        closeDialog();
      }}
      onClose={closeDialog}
    />
  );
}

interface NewStorageProps extends Pick<OpenDialog, 'items'> {
  /** Half-typed ones, by server; passwords are not among what is kept. */
  readonly drafts: Map<string, StorageDraft>;
}

function NewStorage({ items, drafts }: NewStorageProps) {
  const servers = useInventory((state) => state.servers);
  const inventories = useInventory((state) => state.inventories);
  const [target] = targetsOf(items, { servers, inventories });
  if (target === undefined) return null;
  const { id } = target.server;
  return (
    <NewStorageDialog
      key={id}
      target={target}
      before={drafts.get(id)}
      onDraft={(draft) => void drafts.set(id, withoutPasswords(draft))}
      onDone={() => {
        closeDialog();
        drafts.delete(id);
      }}
      onClose={closeDialog}
    />
  );
}

/** Nothing waits for long with a password in it. */
function withoutPasswords(draft: StorageDraft): StorageDraft {
  return { ...draft, fields: { ...draft.fields, chapPassword: '', incomingPassword: '', password: '' } };
}
