import { holdsDisks } from '#shared/domain/capacity/pool-summary.ts';
import type { RefOf } from '#shared/domain/inventory/watched.ts';
import { propertiesText } from '#shared/text/properties-text.ts';
import type { Target } from '#renderer/state/command.ts';
import { Icon } from '#renderer/ui/Icon.tsx';
import css from './NamedObject.module.css';
import { ObjectLink } from './ObjectLink.tsx';

export function SrName({ target, sr }: { readonly target: Target; readonly sr: RefOf<'sr'> | null }) {
  const record = sr === null ? undefined : target.inventory.sr.get(sr);
  if (sr === null || record === undefined) return propertiesText.sentence.gone;
  return (
    <span className={css['named']}>
      <Icon name={holdsDisks(record) ? 'sr' : 'disc'} tone="quiet" />
      <ObjectLink item={{ is: 'sr', server: target.server.id, ref: sr }} name={record.name} />
    </span>
  );
}
