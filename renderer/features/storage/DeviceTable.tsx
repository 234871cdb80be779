import type { Failure } from '#shared/contract/failure.ts';
import type { FoundAdapter, FoundDevice, FoundDevices } from '#shared/domain/storage/discovery/devices.ts';
import { knownOnDevice, type KnownRepository } from '#shared/domain/storage/offer.ts';
import type { Looked } from '#shared/domain/wizards/new-storage/draft.ts';
import { sizeText } from '#shared/text/size-text.ts';
import { storageWizardText } from '#shared/text/storage-wizard-text.ts';
import { Card } from '#renderer/ui/Card.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import type { LocationProps } from './LocationPage.tsx';
import { LookButton, LookFailure } from './LookButton.tsx';
import css from './NewStorage.module.css';

const { columns, contents: words } = storageWizardText;

/** What the array shows to the master, with what lies on it; what is in use cannot be chosen. */
export function DeviceTable(props: LocationProps) {
  const { draft, look, stop } = props.wizard;
  const { devices } = draft.looked;
  const isFabric = draft.kind !== 'iscsi';
  const found = devices.is === 'found' && devices.discovery.found === 'devices' ? devices.discovery : undefined;
  return (
    <>
      {isFabric && (
        <div className={css['fields']}>
          <LookButton label={storageWizardText.look.devices} looked={devices} onLook={() => look('devices')} onStop={stop} />
        </div>
      )}
      <LookFailure looked={devices} />
      {found !== undefined && (
        <Card title={storageWizardText.luns} mark={storageWizardText.lunCount(found.devices.length)}>
          {found.devices.length === 0 ? <NoDevices found={found} isFabric={isFabric} /> : <Devices {...props} devices={found.devices} />}
        </Card>
      )}
    </>
  );
}

function NoDevices({ found, isFabric }: { readonly found: FoundDevices; readonly isFabric: boolean }) {
  return (
    <>
      <p className={css['note']}>{isFabric ? storageWizardText.noFabric : storageWizardText.noDevices}</p>
      {isFabric && <Adapters adapters={found.adapters} />}
    </>
  );
}

function Devices({ devices, wizard, pools, server }: LocationProps & { readonly devices: readonly FoundDevice[] }) {
  return (
    <div className={css['scroll']}>
      <table className={css['table']} aria-label={storageWizardText.luns}>
        <thead>
          <tr>
            {[columns.use, columns.lun, columns.size, columns.id, columns.contents].map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {devices.map((device, index) => (
            <DeviceRow
              key={device.scsiId ?? `${index}`}
              device={device}
              wizard={wizard}
              known={device.scsiId === undefined ? undefined : knownOnDevice(pools, device.scsiId)[0]}
              server={server}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface DeviceRowProps extends Pick<LocationProps, 'wizard' | 'server'> {
  readonly device: FoundDevice;
  readonly known: KnownRepository | undefined;
}

function DeviceRow({ device, wizard, known, server }: DeviceRowProps) {
  const { draft } = wizard;
  const { scsiId, lun, sizeBytes, serial } = device;
  const isChosen = scsiId !== undefined && draft.scsiIds.includes(scsiId);
  return (
    <tr aria-selected={isChosen}>
      <td>
        <DevicePick wizard={wizard} device={device} isChosen={isChosen} isTaken={known !== undefined} />
      </td>
      <td>{lun}</td>
      <td data-kind="number">{sizeBytes === undefined ? storageWizardText.unknownSize : sizeText(sizeBytes)}</td>
      <td>
        <code>{scsiId ?? serial}</code>
      </td>
      <td>
        <Contents looked={scsiId === undefined ? undefined : draft.contents[scsiId]} known={known} server={server} hasId={scsiId !== undefined} />
      </td>
    </tr>
  );
}

interface DevicePickProps extends Pick<LocationProps, 'wizard'> {
  readonly device: FoundDevice;
  readonly isChosen: boolean;
  readonly isTaken: boolean;
}

/** Whoever chooses a device is told what lies on it at once. */
function DevicePick({ wizard: { draft, tell, look }, device: { scsiId, lun }, isChosen, isTaken }: DevicePickProps) {
  function choose(isOn: boolean): void {
    if (scsiId === undefined) return;
    tell({ do: 'choose-device', scsiId, isOn });
    if (isOn && draft.contents[scsiId]?.is !== 'found') look('contents', scsiId);
  }
  return (
    <input
      type={draft.kind === 'hba' ? 'checkbox' : 'radio'}
      name="device"
      aria-label={storageWizardText.lunLabel(lun, scsiId)}
      checked={isChosen}
      disabled={scsiId === undefined || isTaken}
      onChange={(event) => choose(event.currentTarget.checked)}
    />
  );
}

interface ContentsProps {
  readonly looked: Looked<Failure> | undefined;
  readonly known: KnownRepository | undefined;
  readonly server: string;
  readonly hasId: boolean;
}

function Contents({ looked, known, server, hasId }: ContentsProps) {
  if (!hasId) return <span className={css['note']}>{words.noId}</span>;
  if (known !== undefined) {
    return (
      <span className={css['state']}>
        <Icon name="shield" tone="quiet" size="small" />
        {words.inUse(known, known.server === server)}
      </span>
    );
  }
  switch (looked?.is) {
    case 'looking':
      return <output>{words.looking}</output>;
    case 'failed':
      return (
        <span className={css['state']}>
          <Icon name="error" tone="danger" size="small" />
          {words.failed}
        </span>
      );
    case 'found': {
      const [first] = looked.discovery.found === 'repositories' ? looked.discovery.repositories : [];
      return (
        <span className={css['state']}>
          <Icon name={first === undefined ? 'dash' : 'warning'} tone={first === undefined ? 'quiet' : 'warn'} size="small" />
          {first === undefined ? words.empty : words.holds(first.name ?? first.uuid)}
        </span>
      );
    }
    default:
      return <span className={css['note']}>{words.notYet}</span>;
  }
}

/** For the person who has to give the host access on the array. */
function Adapters({ adapters }: { readonly adapters: readonly FoundAdapter[] }) {
  return (
    <ul aria-label={storageWizardText.adapters}>
      {adapters.map((adapter) => (
        <li key={`${adapter.host} ${adapter.portName ?? ''}`}>
          {adapter.name} <code>{adapter.portName ?? adapter.host}</code> {adapter.state}
        </li>
      ))}
    </ul>
  );
}
