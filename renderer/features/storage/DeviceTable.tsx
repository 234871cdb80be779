import { useState } from 'react';
import type { FoundAdapter, FoundDevice, FoundDevices } from '#shared/domain/storage/discovery/devices.ts';
import { devicesWith } from '#shared/domain/storage/device-list.ts';
import { knownOnDevice } from '#shared/domain/storage/offer.ts';
import { takesSeveral } from '#shared/domain/wizards/new-storage/draft.ts';
import { storageWizardText } from '#shared/text/storage-wizard-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Card } from '#renderer/ui/Card.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import { DeviceList } from './DeviceList.tsx';
import type { LocationProps } from './LocationPage.tsx';
import { LookButton, LookFailure } from './LookButton.tsx';
import css from './NewStorage.module.css';

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
      {found !== undefined && (found.devices.length === 0 ? <NoDevices found={found} isFabric={isFabric} /> : <Devices {...props} found={found} />)}
    </>
  );
}

function NoDevices({ found, isFabric }: { readonly found: FoundDevices; readonly isFabric: boolean }) {
  return (
    <Card title={storageWizardText.luns} mark={storageWizardText.lunCount(0)}>
      <p className={css['note']}>{isFabric ? storageWizardText.noFabric : storageWizardText.noDevices}</p>
      {isFabric && <Adapters adapters={found.adapters} />}
    </Card>
  );
}

/** With more than these, looking for one is quicker by typing. */
const FEW = 8;

function Devices({ found: { devices }, ...props }: LocationProps & { readonly found: FoundDevices }) {
  const { wizard, pools, server } = props;
  const [text, setText] = useState('');
  const shown = devicesWith(devices, text);
  const wanted = wizard.draft.reattaching?.uuid;
  // What another pool has let go of is no use by somebody else, where it is the very thing that is looked for.
  const knownOn = ({ scsiId }: FoundDevice) =>
    scsiId === undefined ? undefined : knownOnDevice(pools, scsiId).find(({ uuid, isAttached }) => isAttached || uuid !== wanted);
  return (
    <Card
      title={storageWizardText.luns}
      mark={text === '' ? storageWizardText.lunCount(devices.length) : storageWizardText.lunsOf(shown.length, devices.length)}
    >
      {devices.length > FEW && (
        <div className={css['find']}>
          <TextField label={storageWizardText.findLun} isLabelHidden value={text} onType={setText} onEscape={() => setText('')} />
        </div>
      )}
      {takesSeveral(wizard.draft) && <Several wizard={wizard} shown={shown.filter((device) => knownOn(device) === undefined)} />}
      {shown.length === 0 ? (
        <p className={css['note']}>{storageWizardText.noLunMatches}</p>
      ) : (
        <DeviceList devices={shown} wizard={wizard} server={server} knownOn={knownOn} />
      )}
    </Card>
  );
}

/** Each becomes a repository of its own. */
function Several({ wizard: { draft, tell, look, stop }, shown }: Pick<LocationProps, 'wizard'> & { readonly shown: readonly FoundDevice[] }) {
  const open = shown.flatMap(({ scsiId }) => (scsiId === undefined || draft.scsiIds.includes(scsiId) ? [] : scsiId));
  function chooseAll(): void {
    for (const scsiId of open) {
      tell({ do: 'choose-device', scsiId, isOn: true });
      if (draft.contents[scsiId]?.is !== 'found') look('contents', scsiId);
    }
  }
  function chooseNone(): void {
    stop();
    for (const scsiId of draft.scsiIds) tell({ do: 'choose-device', scsiId, isOn: false });
  }
  return (
    <div className={css['several']}>
      <span>{storageWizardText.chosen(draft.scsiIds.length)}</span>
      {open.length > 0 && <Button onClick={chooseAll}>{storageWizardText.chooseShown(open.length)}</Button>}
      {draft.scsiIds.length > 0 && <Button onClick={chooseNone}>{storageWizardText.chooseNone}</Button>}
    </div>
  );
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
