import { priorityOf, type VmDrive } from '#shared/domain/devices/drives.ts';
import { recordAt } from '#shared/domain/inventory/facts.ts';
import type { RecordOf, RefOf } from '#shared/domain/inventory/watched.ts';
import { drivesText as say, priorityText } from '#shared/text/devices-text.ts';
import { sizeText } from '#shared/text/size-text.ts';
import type { Target } from '#renderer/state/command.ts';
import { select } from '#renderer/state/ui-store.ts';
import { CardTable } from '#renderer/ui/CardTable.tsx';
import { Checkbox } from '#renderer/ui/Checkbox.tsx';
import { LinkButton } from '#renderer/ui/LinkButton.tsx';
import { StatusWord } from '#renderer/ui/StatusWord.tsx';
import css from './VmTab.module.css';

export interface DriveTableProps {
  readonly label: string;
  readonly target: Target;
  readonly drives: readonly VmDrive[];
  readonly marked: ReadonlySet<RefOf<'vbd'>>;
  readonly onMark: (drive: RefOf<'vbd'>, isOn: boolean) => void;
}

export function DriveTable({ label, target, drives, marked, onMark }: DriveTableProps) {
  return (
    <CardTable
      label={label}
      columns={[
        { title: say.position, width: 'narrow' },
        { title: say.name, width: 'wide' },
        { title: say.storage },
        { title: say.size, align: 'end' },
        { title: say.mode },
        { title: say.priority },
        { title: say.device },
        { title: say.state },
      ]}
      rows={drives.map((drive) => ({
        key: drive.ref,
        cells: cellsOf({ drive, target, isMarked: marked.has(drive.ref), onMark: (isOn) => onMark(drive.ref, isOn) }),
      }))}
    />
  );
}

interface RowProps {
  readonly drive: VmDrive;
  readonly target: Target;
  readonly isMarked: boolean;
  readonly onMark: (isOn: boolean) => void;
}

function cellsOf({ drive, target: { inventory, server }, isMarked, onMark }: RowProps) {
  const disk = recordAt(inventory.vdi, drive.vdi);
  const sr = recordAt(inventory.sr, disk?.sr ?? null);
  const name = nameOf(disk);
  const { vdi } = drive;
  return [
    <span key="position" className={css['name']}>
      <Checkbox label={say.choose(name)} isLabelHidden isOn={isMarked} onChange={onMark} />
      {drive.position}
    </span>,
    <span key="name" className={css['name']}>
      {vdi === null ? name : <LinkButton onClick={() => select({ is: 'vdi', server: server.id, ref: vdi })}>{name}</LinkButton>}
      {drive.isBootable && <span className={css['quiet']}>{say.bootable}</span>}
    </span>,
    sr?.name ?? '',
    disk === undefined ? '' : sizeText(disk.virtualSize),
    drive.mode === 'RO' ? say.readOnly : say.writable,
    priorityText(priorityOf(drive)),
    drive.isAttached ? drive.device : '',
    <State key="state" drive={drive} />,
  ];
}

function nameOf(disk: RecordOf<'vdi'> | undefined): string {
  if (disk === undefined) return say.gone;
  return disk.name === '' ? say.unnamed : disk.name;
}

function State({ drive: { isAttached } }: { readonly drive: VmDrive }) {
  return isAttached ? <StatusWord icon="ok" tone="ok" word={say.active} /> : <StatusWord icon="dash" tone="quiet" word={say.idle} />;
}
