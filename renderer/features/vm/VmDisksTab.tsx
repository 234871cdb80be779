import { useState } from 'react';
import { drivesOfVm, type VmDrive } from '#shared/domain/devices/drives.ts';
import type { RefOf, VmRef } from '#shared/domain/inventory/watched.ts';
import { drivesText as say } from '#shared/text/devices-text.ts';
import { CommandButton } from '#renderer/parts/CommandButton.tsx';
import type { Target } from '#renderer/state/command.ts';
import { targetsOf } from '#renderer/state/targets.ts';
import { useInventory } from '#renderer/state/tree-state.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Card } from '#renderer/ui/Card.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { DiscCard } from './DiscCard.tsx';
import { DriveDialog } from './DriveDialog.tsx';
import { DriveTable } from './DriveTable.tsx';
import { RequestButton } from './RequestButton.tsx';
import css from './VmTab.module.css';

/** The drives of a VM, and everything that can be done with them. */
export function VmDisksTab({ target }: { readonly target: Target }) {
  const { item } = target;
  return item.is === 'vm' || item.is === 'template' ? <Drives key={`${item.server} ${item.ref}`} target={target} vm={item.ref} /> : null;
}

function Drives({ target, vm }: { readonly target: Target; readonly vm: VmRef }) {
  const drives = drivesOfVm(target.inventory, vm).filter(({ type }) => type !== 'CD');
  const [marked, setMarked] = useState<ReadonlySet<RefOf<'vbd'>>>(new Set());
  const [edited, edit] = useState<RefOf<'vbd'>>();
  const chosen = drives.filter(({ ref }) => marked.has(ref));
  const isLastKnown = target.server.state.is !== 'live';
  const name = target.inventory.vm.get(vm)?.name ?? '';

  function mark(ref: RefOf<'vbd'>, isOn: boolean): void {
    setMarked(new Set(isOn ? [...marked, ref] : [...marked].filter((other) => other !== ref)));
  }

  return (
    <>
      <Tools target={target} chosen={chosen} onEdit={edit} />
      {drives.length === 0 ? (
        <EmptyState>
          {say.none} {say.noneNote}
        </EmptyState>
      ) : (
        <Card title={say.tab} isLastKnown={isLastKnown}>
          <DriveTable label={say.list(name)} target={target} drives={drives} marked={marked} onMark={mark} />
        </Card>
      )}
      <DiscCard target={target} vm={vm} isLastKnown={isLastKnown} />
      {edited !== undefined && <DriveDialog target={target} drive={edited} onClose={() => edit(undefined)} />}
    </>
  );
}

interface ToolsProps {
  readonly target: Target;
  readonly chosen: readonly VmDrive[];
  readonly onEdit: (drive: RefOf<'vbd'>) => void;
}

const OF_DISKS = ['disk.resize', 'disk.move', 'disk.delete'];

function Tools({ target, chosen, onEdit }: ToolsProps) {
  const { server } = target;
  const servers = useInventory((state) => state.servers);
  const inventories = useInventory((state) => state.inventories);
  const disks = targetsOf(
    chosen.flatMap(({ vdi }) => (vdi === null ? [] : [{ is: 'vdi', server: server.id, ref: vdi } as const])),
    { servers, inventories },
  );
  const [one] = chosen;
  const whyNotOne = chosen.length === 0 ? say.chooseFirst : chosen.length > 1 ? say.chooseOne : undefined;
  const plugs = (isOn: boolean) => chosen.map(({ ref }) => ({ kind: 'drive.plug', server: server.id, drive: ref, isOn }) as const);
  return (
    <div className={css['tools']} role="toolbar" aria-label={say.tab}>
      <CommandButton id="vm.new-disk" targets={[target]} kind="primary" />
      <CommandButton id="vm.attach-disk" targets={[target]} />
      <Button why={whyNotOne} onClick={() => one !== undefined && onEdit(one.ref)}>
        {say.edit}
      </Button>
      <RequestButton target={target} requests={plugs(true)} whyNothing={say.chooseFirst}>
        {say.activate}
      </RequestButton>
      <RequestButton target={target} requests={plugs(false)} whyNothing={say.chooseFirst}>
        {say.deactivate}
      </RequestButton>
      <RequestButton
        target={target}
        requests={chosen.map(({ ref }) => ({ kind: 'disk.detach', server: server.id, drive: ref }))}
        whyNothing={say.chooseFirst}
      >
        {say.detach}
      </RequestButton>
      {OF_DISKS.map((id) => (
        <CommandButton key={id} id={id} targets={disks} whyNothing={whyNotOne ?? say.chooseFirst} />
      ))}
    </div>
  );
}
