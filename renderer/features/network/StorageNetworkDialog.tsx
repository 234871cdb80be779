import { useState } from 'react';
import { type StorageDraft, storageDraft, storageRequest, withStorageRange } from '#shared/domain/networks/storage-draft.ts';
import type { NetworkRequestOf } from '#shared/domain/operations/network-request.ts';
import { networkText as say } from '#shared/text/network-text.ts';
import { problemText } from '#shared/text/problem-text.ts';
import { useAccess } from '#renderer/state/access-store.ts';
import { useClient } from '#renderer/state/client-context.ts';
import type { Target } from '#renderer/state/command.ts';
import { poolNameOf } from '#renderer/state/pool-name.ts';
import { copyXe } from '#renderer/state/copy-xe.ts';
import { problemsNow } from '#renderer/state/problems-now.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { CardTable } from '#renderer/ui/CardTable.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { Notice } from '#renderer/ui/Notice.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import { BondFields } from './BondFields.tsx';
import css from './Networks.module.css';
import { numberOf } from './typed-number.ts';
import { type Building, useBuilding } from './use-building.ts';

type Request = NetworkRequestOf<'network.build-storage'>;

export interface StorageNetworkDialogProps {
  readonly target: Target;
  /** On to the storage itself. */
  readonly onNext: () => void;
  readonly onClose: () => void;
}

/** From these cards to a network that every host has a proven address on, in one go. */
export function StorageNetworkDialog({ target, onNext, onClose }: StorageNetworkDialogProps) {
  useAccess();
  const { building, build } = useBuilding();
  const { server, inventory } = target;
  const [draft, setDraft] = useState(() => storageDraft(inventory, say.purpose.storage.label));
  const [isTouched, touch] = useState(false);
  const request = storageRequest(draft, server.id, numberOf);
  const problems = [...new Set(problemsNow(request, target).map(problemText))];
  return (
    <Dialog
      title={say.storageTitle(poolNameOf(target))}
      closeLabel={say.close}
      size="wide"
      onClose={onClose}
      footer={
        building === undefined ? (
          <Buttons request={request} problems={problems} onBuild={build} onClose={onClose} />
        ) : (
          <AfterButtons building={building} onNext={onNext} onClose={onClose} />
        )
      }
    >
      {building === undefined ? (
        <Fields
          draft={draft}
          target={target}
          problems={isTouched ? problems : []}
          onChange={(next) => {
            touch(true);
            setDraft(next);
          }}
        />
      ) : (
        <Progress building={building} />
      )}
    </Dialog>
  );
}

function Progress({ building }: { readonly building: Building }) {
  const what = { running: say.storageBuilding, done: say.storageDone, failed: say.storageFailed }[building.is];
  return <Notice tone={building.is === 'failed' ? 'danger' : 'known'} what={what} next={building.is === 'running' ? building.line : undefined} />;
}

function AfterButtons({ building, onNext, onClose }: Pick<StorageNetworkDialogProps, 'onNext' | 'onClose'> & { readonly building: Building }) {
  return (
    <>
      <Button size="dialog" onClick={onClose}>
        {say.storageLeave}
      </Button>
      {building.is === 'done' && (
        <Button size="dialog" kind="primary" onClick={onNext}>
          {say.storageNext}
        </Button>
      )}
    </>
  );
}

interface ButtonsProps {
  readonly request: Request;
  readonly problems: readonly string[];
  readonly onBuild: (request: Request) => void;
  readonly onClose: () => void;
}

/** It stays open, for the storage itself comes next. */
function Buttons({ request, problems, onBuild, onClose }: ButtonsProps) {
  const client = useClient();
  const why = problems.length === 0 ? undefined : problems.join(' ');
  return (
    <>
      <Button size="dialog" kind="quiet" why={why} onClick={() => copyXe(client, [request])}>
        {say.copyXe}
      </Button>
      <Button size="dialog" onClick={onClose}>
        {say.cancel}
      </Button>
      <Button size="dialog" kind="primary" why={why} onClick={() => onBuild(request)}>
        {say.storageBuild}
      </Button>
    </>
  );
}

interface FieldsProps {
  readonly draft: StorageDraft;
  readonly target: Target;
  readonly problems: readonly string[];
  readonly onChange: (draft: StorageDraft) => void;
}

function Fields({ draft, target: { inventory }, problems, onChange }: FieldsProps) {
  const set = (part: Partial<StorageDraft>): void => onChange({ ...draft, ...part });
  const ranged = (part: Partial<StorageDraft>): void => onChange(withStorageRange({ ...draft, ...part }, inventory));
  return (
    <div className={css['form']}>
      <TextField label={say.name} value={draft.name} takesFocus={true} onType={(name) => set({ name })} />
      <BondFields legend={say.storageCards} draft={draft} inventory={inventory} onChange={set} />
      <p className={css['note']}>{say.storageCardsHint}</p>
      <div className={css['range']}>
        <TextField label={say.storageTag} hint={say.storageTagHint} value={draft.tag} onType={(tag) => set({ tag })} />
        <TextField label={say.mtu} hint={say.mtuHint} value={draft.mtu} onType={(mtu) => set({ mtu })} />
        <TextField label={say.firstAddress} hint={say.firstHint} value={draft.first} onType={(first) => ranged({ first })} />
        <TextField label={say.netmask} value={draft.netmask} onType={(netmask) => ranged({ netmask })} />
        <TextField label={say.reachTarget} hint={say.reachHint} value={draft.target} onType={(reach) => ranged({ target: reach })} />
      </div>
      <p className={css['note']}>{say.reachNote}</p>
      <CardTable
        label={say.addressTable}
        columns={[say.host, say.addressNew].map((title) => ({ title }))}
        rows={draft.rows.map(({ host, ip }) => ({ key: host, cells: [inventory.host.get(host)?.name, ip === '' ? say.noAddress : ip] }))}
      />
      {problems.map((problem) => (
        <Notice key={problem} tone="warn" what={problem} />
      ))}
    </div>
  );
}
