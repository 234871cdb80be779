import type { Failure } from '#shared/contract/failure.ts';
import type { KnownRepository } from '#shared/domain/storage/offer.ts';
import type { Looked } from '#shared/domain/wizards/new-storage/draft.ts';
import { storageWizardText } from '#shared/text/storage-wizard-text.ts';
import { Icon } from '#renderer/ui/Icon.tsx';
import css from './NewStorage.module.css';

const words = storageWizardText.contents;

export interface DeviceContentsProps {
  readonly looked: Looked<Failure> | undefined;
  readonly known: KnownRepository | undefined;
  readonly server: string;
  readonly hasId: boolean;
}

/** What lies on a device, as far as anybody has looked. */
export function DeviceContents({ looked, known, server, hasId }: DeviceContentsProps) {
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
