import { type ReactNode, useState } from 'react';
import type { HostRef, RefOf, VmRef } from '#shared/domain/inventory/watched.ts';
import { type JoinDraft, joinDraft } from '#shared/domain/joining/draft.ts';
import { isPassword } from '#shared/domain/wizards/new-storage/question.ts';
import type { NewVmDraft } from '#shared/domain/wizards/new-vm/draft.ts';
import { SavedServers, SavedServersDialog } from '#renderer/features/connect/SavedServersDialog.tsx';
import type { NetworkDraft } from '#renderer/features/network/NewNetworkDialog.tsx';
import { HostWaysDialog } from '#renderer/features/recovery/HostWaysDialog.tsx';
import { TakeSnapshotDialog } from '#renderer/features/snapshots/TakeSnapshotDialog.tsx';
import type { Draft as StorageDraft } from '#renderer/features/storage/use-new-storage.ts';
import { CopyDialog } from '#renderer/features/vm-actions/CopyDialog.tsx';
import { DeleteDialog } from '#renderer/features/vm-actions/DeleteDialog.tsx';
import { PlaceDialog } from '#renderer/features/vm-actions/PlaceDialog.tsx';
import type { Target } from '#renderer/state/command.ts';
import type { DialogName } from '#renderer/state/dialogs.ts';
import { useTargetsOf } from '#renderer/state/targets.ts';
import { closeDialog, type OpenDialog, openDialog, useUi } from '#renderer/state/ui-store.ts';
import { DiscDialog } from './DiscDialog.tsx';
import { AttachDiskDialog } from './disks/AttachDiskDialog.tsx';
import { CopyDiskDialog, MoveDiskDialog } from './disks/DiskTargetDialog.tsx';
import { NewDiskDialog } from './disks/NewDiskDialog.tsx';
import { ResizeDiskDialog } from './disks/ResizeDiskDialog.tsx';
import { AttachToVmDialog, NewVmDiskDialog } from './disks/VmDiskDialogs.tsx';
import { EditDialog } from './EditDialog.tsx';
import {
  AddressesDialog,
  EnterDialog,
  ExitDialog,
  ExportDialog,
  HostSettingsDialog,
  ImportVmDialog,
  JoinDialog,
  MoveManagementDialog,
  MovingDialog,
  NetworkSettingsDialog,
  NewNetworkDialog,
  NewStorageDialog,
  NewVmDialog,
  PoolSettingsDialog,
  RelocateDialog,
  RestoreDatabaseDialog,
  RestoreHostDialog,
  RollDialog,
  SettingsDialog,
  StatusReportDialog,
  StorageNetworkDialog,
  StrandedDialog,
  VmSettingsDialog,
} from './later.tsx';
import { ShortcutsDialog } from './ShortcutsDialog.tsx';

/** Half-typed things, by what they were opened on; passwords are not among what is kept. */
interface Drafts {
  readonly storage: Map<string, StorageDraft>;
  readonly networks: Map<string, NetworkDraft>;
  readonly machines: Map<string, NewVmDraft>;
  readonly joins: Map<string, JoinDraft>;
}

interface Opened extends Pick<OpenDialog, 'items'> {
  readonly targets: readonly Target[];
  readonly drafts: Drafts;
}

type Draw = (opened: Opened) => ReactNode;

/** The one dialog a command has opened. */
export function Dialogs() {
  const dialog = useUi((state) => state.dialog);
  const [drafts] = useState((): Drafts => ({ storage: new Map(), networks: new Map(), machines: new Map(), joins: new Map() }));
  return dialog === undefined ? null : <Opening key={dialog.name} dialog={dialog} drafts={drafts} />;
}

function Opening({ dialog: { name, items }, drafts }: { readonly dialog: OpenDialog; readonly drafts: Drafts }) {
  const targets = useTargetsOf(items);
  return dialogs[name]({ items, targets, drafts });
}

const onClose = closeDialog;

/** Nothing to show once all of it is gone. */
function ofSome(draw: (targets: readonly Target[]) => ReactNode): Draw {
  return ({ targets }) => (targets.length === 0 ? null : draw(targets));
}

function ofOne(draw: (target: Target, opened: Opened) => ReactNode): Draw {
  return (opened) => {
    const [first] = opened.targets;
    return first === undefined ? null : draw(first, opened);
  };
}

function ofHost(draw: (target: Target, host: HostRef) => ReactNode): Draw {
  return ofOne((target) => (target.item.is === 'host' ? draw(target, target.item.ref) : null));
}

function ofNetwork(draw: (target: Target, network: RefOf<'network'>) => ReactNode): Draw {
  return ofOne((target) => (target.item.is === 'network' ? draw(target, target.item.ref) : null));
}

function ofMachine(draw: (target: Target, machine: VmRef) => ReactNode): Draw {
  return ofOne((target) => (target.item.is === 'vm' || target.item.is === 'template' ? draw(target, target.item.ref) : null));
}

const dialogs: Readonly<Record<DialogName, Draw>> = {
  settings: () => <SettingsDialog onClose={onClose} savedServers={<SavedServers />} />,
  'saved-servers': () => <SavedServersDialog onClose={onClose} />,
  shortcuts: () => <ShortcutsDialog onClose={onClose} />,

  rename: ofSome((targets) => <EditDialog edit="rename" targets={targets} onClose={onClose} />),
  describe: ofSome((targets) => <EditDialog edit="describe" targets={targets} onClose={onClose} />),
  tags: ofSome((targets) => <EditDialog edit="tags" targets={targets} onClose={onClose} />),
  folder: ofSome((targets) => <EditDialog edit="folder" targets={targets} onClose={onClose} />),

  'start-on': ofSome((targets) => <PlaceDialog kind="vm.start" targets={targets} onClose={onClose} />),
  'resume-on': ofSome((targets) => <PlaceDialog kind="vm.resume" targets={targets} onClose={onClose} />),
  migrate: ofSome((targets) => <PlaceDialog kind="vm.migrate" targets={targets} onClose={onClose} />),
  relocate: ofSome((targets) => {
    const to = targets.find(({ item }) => item.is === 'host');
    return <RelocateDialog targets={targets.filter((target) => target !== to)} to={to} onClose={onClose} />;
  }),
  'empty-host': ofSome((targets) => <MovingDialog way="empty" targets={targets} onClose={onClose} />),
  'spread-vms': ofSome((targets) => <MovingDialog way="spread" targets={targets} onClose={onClose} />),
  'recover-vms': ofSome((targets) => <StrandedDialog targets={targets} onClose={onClose} />),
  'vm-copy': ofOne((target) => <CopyDialog target={target} onClose={onClose} />),
  'vm-snapshot': ofOne((target) => <TakeSnapshotDialog target={target} onClose={onClose} />),
  'vm-delete': ofSome((targets) => <DeleteDialog targets={targets} onClose={onClose} />),
  'vm-export': ofSome((targets) => <ExportDialog targets={targets} onClose={onClose} />),
  'vm-import': ofOne((target) => <ImportVmDialog target={target} onClose={onClose} />),
  'vm-settings': ofSome((targets) => <VmSettingsDialog targets={targets} onClose={onClose} />),
  'new-vm': ofOne((target, { drafts }) => (
    <NewVmDialog key={target.server.id} target={target} {...kept(drafts.machines, target.server.id)} onClose={onClose} />
  )),

  'new-storage': ofOne((target, { drafts }) => (
    <NewStorageDialog key={target.server.id} target={target} {...kept(drafts.storage, target.server.id, withoutPasswords)} onClose={onClose} />
  )),
  'attach-storage': ofOne((target, { drafts }) => {
    const of = target.item.is === 'sr' ? `${target.server.id} ${target.item.ref}` : target.server.id;
    return <NewStorageDialog key={of} target={target} {...kept(drafts.storage, of, withoutPasswords)} onClose={onClose} />;
  }),
  'new-disk': ofSome((targets) => <NewDiskDialog targets={targets} onClose={onClose} />),
  'resize-disk': ofSome((targets) => <ResizeDiskDialog targets={targets} onClose={onClose} />),
  'move-disk': ofSome((targets) => <MoveDiskDialog targets={targets} onClose={onClose} />),
  'copy-disk': ofSome((targets) => <CopyDiskDialog targets={targets} onClose={onClose} />),
  'attach-disk': ofSome((targets) => <AttachDiskDialog targets={targets} onClose={onClose} />),
  'new-vm-disk': ofMachine((target, machine) => <NewVmDiskDialog target={target} machine={machine} onClose={onClose} />),
  'attach-to-vm': ofMachine((target, machine) => <AttachToVmDialog target={target} machine={machine} onClose={onClose} />),
  'change-disc': ofMachine((target, machine) => <DiscDialog target={target} machine={machine} onClose={onClose} />),

  'new-network': ofOne((target, { drafts }) => (
    <NewNetworkDialog key={target.server.id} target={target} {...kept(drafts.networks, target.server.id)} onClose={onClose} />
  )),
  'network-settings': ofNetwork((target, network) => <NetworkSettingsDialog target={target} network={network} onClose={onClose} />),
  'host-addresses': ofNetwork((target, network) => <AddressesDialog target={target} network={network} onClose={onClose} />),
  'move-management': ofOne((target) => <MoveManagementDialog target={target} onClose={onClose} />),
  'storage-network': ofOne((target, { items }) => (
    <StorageNetworkDialog target={target} onNext={() => openDialog('new-storage', items)} onClose={onClose} />
  )),

  'join-pool': (opened) => <Join name="join-pool" {...opened} />,
  'new-pool': (opened) => <Join name="new-pool" {...opened} />,
  'pool-settings': ofOne((target) => <PoolSettingsDialog target={target} onClose={onClose} />),
  'restore-database': ofOne((target) => <RestoreDatabaseDialog target={target} onClose={onClose} />),
  'restore-host': ofHost((target, host) => <RestoreHostDialog target={target} host={host} onClose={onClose} />),
  roll: ofOne((target) => <RollDialog target={target} onClose={onClose} />),
  'enter-maintenance': ofHost((target, host) => <EnterDialog target={target} host={host} onClose={onClose} />),
  'exit-maintenance': ofHost((target, host) => <ExitDialog target={target} host={host} onClose={onClose} />),
  'host-settings': ofHost((target, host) => <HostSettingsDialog target={target} host={host} onClose={onClose} />),
  'host-ways': ofOne((target) => <HostWaysDialog target={target} onClose={onClose} />),
  'status-report': ofOne((target) => <StatusReportDialog target={target} onClose={onClose} />),
};

interface Kept<T> {
  readonly before: T | undefined;
  readonly onDraft: (draft: T) => void;
  readonly onDone: () => void;
}

/** What was typed stays until it is done. */
function kept<T>(drafts: Map<string, T>, id: string, asKept: (draft: T) => T = (draft) => draft): Kept<T> {
  return {
    before: drafts.get(id),
    onDraft: (draft) => void drafts.set(id, asKept(draft)),
    onDone: () => {
      drafts.delete(id);
      closeDialog();
    },
  };
}

/** Nothing waits for long with a password in it. */
function withoutPasswords(draft: StorageDraft): StorageDraft {
  const config = Object.fromEntries(Object.entries(draft.config).filter(([key]) => !isPassword(key)));
  return { ...draft, config, fields: { ...draft.fields, chapPassword: '', incomingPassword: '', password: '' } };
}

/** What was chosen for a pool is kept by what it was opened on. */
function Join({ name, items, drafts }: Opened & { readonly name: 'join-pool' | 'new-pool' }) {
  const [first] = items;
  const server = first?.server ?? '';
  const { before, onDraft, onDone } = kept(drafts.joins, `${name} ${server}`);
  const [draft, setDraft] = useState(() => before ?? joinDraft(server, name === 'new-pool'));
  return (
    <JoinDialog
      draft={draft}
      onDraft={(next) => {
        setDraft(next);
        onDraft(next);
      }}
      onDone={onDone}
      onClose={onClose}
    />
  );
}
