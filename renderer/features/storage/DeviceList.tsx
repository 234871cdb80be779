/* oxlint-disable jsx-a11y/prefer-tag-over-role -- only the rows in sight exist, placed by a grid of columns; the elements of a table allow neither */
import type { ComponentProps } from 'react';
import type { FoundDevice } from '#shared/domain/storage/discovery/devices.ts';
import type { KnownRepository } from '#shared/domain/storage/offer.ts';
import { takesSeveral } from '#shared/domain/wizards/new-storage/draft.ts';
import { isFabric } from '#shared/domain/wizards/new-storage/readiness.ts';
import { sizeText } from '#shared/text/size-text.ts';
import { storageWizardText } from '#shared/text/storage-wizard-text.ts';
import { VirtualRows } from '#renderer/ui/VirtualRows.tsx';
import { DeviceContents } from './DeviceContents.tsx';
import css from './DeviceList.module.css';
import type { LocationProps } from './LocationPage.tsx';
import { useRowKeys } from './use-row-keys.ts';

export interface DeviceListProps extends Pick<LocationProps, 'wizard' | 'server'> {
  readonly devices: readonly FoundDevice[];
  readonly knownOn: (device: FoundDevice) => KnownRepository | undefined;
}

const { columns } = storageWizardText;
const NETWORK_COLUMNS = [columns.use, columns.lun, columns.size, columns.id, columns.contents];
const FABRIC_COLUMNS = [columns.use, columns.lun, columns.size, columns.vendor, columns.serial, columns.paths, columns.id, columns.contents];

/** Arrays show hundreds: only those in sight exist. */
export function DeviceList({ devices, knownOn, ...props }: DeviceListProps) {
  const hasAdapters = isFabric(props.wizard.draft.kind);
  const keys = useRowKeys(devices.length, (index) => {
    const device = devices[index];
    return device?.scsiId !== undefined && knownOn(device) === undefined;
  });
  return (
    <div
      className={css['list']}
      role="table"
      aria-label={storageWizardText.luns}
      aria-rowcount={devices.length + 1}
      data-columns={hasAdapters ? 'fabric' : 'network'}
    >
      <div className={css['row']} role="row" aria-rowindex={1} data-head="">
        {(hasAdapters ? FABRIC_COLUMNS : NETWORK_COLUMNS).map((title) => (
          <span key={title} role="columnheader">
            {title}
          </span>
        ))}
      </div>
      <div className={css['body']} role="rowgroup" style={{ ['--count' as string]: devices.length }} {...keys.onList}>
        <VirtualRows
          count={devices.length}
          handle={keys.rows}
          renderRow={(index) => {
            const device = devices[index];
            return device === undefined ? null : (
              <DeviceRow key={device.scsiId ?? `${index}`} index={index} device={device} known={knownOn(device)} pick={keys.pick(index)} {...props} />
            );
          }}
        />
      </div>
    </div>
  );
}

interface DeviceRowProps extends Pick<LocationProps, 'wizard' | 'server'> {
  readonly index: number;
  readonly device: FoundDevice;
  readonly known: KnownRepository | undefined;
  readonly pick: Pick<ComponentProps<'input'>, 'ref' | 'tabIndex'>;
}

function DeviceRow({ index, device, wizard, known, server, pick }: DeviceRowProps) {
  const { draft } = wizard;
  const { scsiId, lun, sizeBytes, serial, vendor, paths } = device;
  const isChosen = scsiId !== undefined && draft.scsiIds.includes(scsiId);
  return (
    <div className={css['row']} role="row" aria-rowindex={index + 2} data-chosen={isChosen}>
      <span role="cell">
        <DevicePick wizard={wizard} device={device} isChosen={isChosen} isTaken={known !== undefined} pick={pick} />
      </span>
      <span role="cell">{lun}</span>
      <span role="cell">{sizeBytes === undefined ? storageWizardText.unknownSize : sizeText(sizeBytes)}</span>
      {isFabric(draft.kind) && (
        <>
          <span role="cell">{vendor}</span>
          <span role="cell" title={serial} data-ends="">
            <span>{serial}</span>
          </span>
          <span role="cell">{paths}</span>
        </>
      )}
      <span role="cell" title={[vendor, serial, scsiId].filter(Boolean).join(' ')} data-ends="">
        <code>{scsiId ?? serial}</code>
      </span>
      <span role="cell">
        <DeviceContents
          looked={scsiId === undefined ? undefined : draft.contents[scsiId]}
          known={known}
          server={server}
          hasId={scsiId !== undefined}
        />
      </span>
    </div>
  );
}

interface DevicePickProps extends Pick<LocationProps, 'wizard'> {
  readonly device: FoundDevice;
  readonly isChosen: boolean;
  readonly isTaken: boolean;
  readonly pick: Pick<ComponentProps<'input'>, 'ref' | 'tabIndex'>;
}

/** Whoever chooses a device is told what lies on it at once. */
function DevicePick({ wizard: { draft, tell, look }, device: { scsiId, lun }, isChosen, isTaken, pick }: DevicePickProps) {
  function choose(isOn: boolean): void {
    if (scsiId === undefined) return;
    tell({ do: 'choose-device', scsiId, isOn });
    if (isOn && draft.contents[scsiId]?.is !== 'found') look('contents', scsiId);
  }
  return (
    <input
      {...pick}
      type={takesSeveral(draft) ? 'checkbox' : 'radio'}
      name="device"
      aria-label={storageWizardText.lunLabel(lun, scsiId)}
      checked={isChosen}
      disabled={scsiId === undefined || isTaken}
      onChange={(event) => choose(event.currentTarget.checked)}
    />
  );
}
