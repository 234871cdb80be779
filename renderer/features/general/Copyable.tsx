import { propertiesText } from '#shared/text/properties-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { copyText } from './copy-text.ts';
import css from './Copyable.module.css';

/** Identifiers in a cell of a table, one a line. */
export function Copyable({ label, lines }: { readonly label: string; readonly lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <span className={css['copyable']}>
      <span className={css['lines']}>{lines.join('\n')}</span>
      <span className={css['button']}>
        <Button kind="quiet" shape="icon" label={propertiesText.copy(label)} onClick={() => copyText(lines.join('\n'), label)}>
          <Icon name="copy" size="small" />
        </Button>
      </span>
    </span>
  );
}
