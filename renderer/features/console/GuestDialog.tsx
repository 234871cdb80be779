import { useEffect, useState } from 'react';
import type { Output } from '#shared/contract/calls.ts';
import { addressFor, rdpFile, reachableAddresses } from '#shared/domain/console/guest-ports.ts';
import type { VmRef } from '#shared/domain/inventory/watched.ts';
import { consoleText as say } from '#shared/text/console-text.ts';
import { useClient } from '#renderer/state/client-context.ts';
import type { Target } from '#renderer/state/command.ts';
import { saveTextAs } from '#renderer/state/save-as-file.ts';
import { showToast } from '#renderer/state/ui-store.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { CardTable } from '#renderer/ui/CardTable.tsx';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { StatusWord } from '#renderer/ui/StatusWord.tsx';
import css from './ConsoleView.module.css';

/** A guest that has just started opens its doors one after the other. */
const ASK_EVERY_MS = 30_000;

type Door = Output<'guest.ports'>['doors'][number];

export interface GuestDialogProps {
  readonly target: Target;
  readonly vm: VmRef;
  readonly onClose: () => void;
}

/** Ways into the guest itself, beside its screen: those that answer, for programs of one's own. */
export function GuestDialog({ target, vm, onClose }: GuestDialogProps) {
  const { inventory, server } = target;
  const doors = useDoors(server.id, vm);
  const record = inventory.vm.get(vm);
  if (record === undefined) return null;
  const hasAddress = reachableAddresses(inventory, record).length > 0;
  return (
    <Dialog
      title={say.guestOf(record.name)}
      closeLabel={say.close}
      size="wide"
      onClose={onClose}
      footer={
        <Button size="dialog" onClick={onClose}>
          {say.close}
        </Button>
      }
    >
      {hasAddress ? <Doors doors={doors} name={record.name} /> : <EmptyState>{say.noGuestAddress}</EmptyState>}
    </Dialog>
  );
}

function Doors({ doors, name }: { readonly doors: readonly Door[] | undefined; readonly name: string }) {
  if (doors === undefined) return <EmptyState>{say.asking}</EmptyState>;
  return (
    <>
      {!doors.some(({ isOpen }) => isOpen) && <EmptyState>{say.noGuestPort}</EmptyState>}
      {doors.length > 0 && (
        <CardTable
          label={say.guest}
          columns={[{ title: say.way }, { title: say.address }, { title: say.state }, { title: say.ownProgram, width: 'wide' }]}
          rows={doors.map((door) => ({ key: `${door.address} ${door.port}`, cells: cellsOf(door, name) }))}
        />
      )}
    </>
  );
}

function cellsOf({ address, port, isOpen }: Door, name: string) {
  const text = addressFor(port, address);
  return [
    say.guestWays[port],
    address,
    <StatusWord key="state" icon={isOpen ? 'ok' : 'dash'} tone={isOpen ? 'ok' : 'quiet'} word={isOpen ? say.answers : say.silent} />,
    <span key="do" className={css['doors']}>
      {port === 3389 && isOpen && <Button onClick={() => saveRdp(name, address)}>{say.openRdp}</Button>}
      <CopyButton text={() => text} doneLabel={say.copied}>
        {say.copyAddress(text)}
      </CopyButton>
    </span>,
  ];
}

function saveRdp(name: string, address: string): void {
  const file = `${name.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-')}.rdp`;
  saveTextAs(file, rdpFile(address));
  showToast({ id: 'console.rdp', tone: 'ok', text: say.rdpSaved(file) });
}

/** Undefined until it has been asked once. */
function useDoors(server: Target['server']['id'], vm: VmRef): readonly Door[] | undefined {
  const client = useClient();
  const [doors, setDoors] = useState<readonly Door[]>();
  useEffect(() => {
    const over = new AbortController();
    const ask = (): void => {
      client.call('guest.ports', { server, vm }, over.signal).then(
        (answer) => {
          if (!over.signal.aborted) setDoors((before) => (answer.ok ? answer.value.doors : (before ?? [])));
        },
        (error: unknown) => reportError(error),
      );
    };
    ask();
    const timer = setInterval(ask, ASK_EVERY_MS);
    return () => {
      clearInterval(timer);
      over.abort();
    };
  }, [client, server, vm]);
  return doors;
}
