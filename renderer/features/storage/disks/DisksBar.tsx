import { disksText } from '#shared/text/disks-text.ts';
import { CommandButton } from '#renderer/parts/CommandButton.tsx';
import type { Target } from '#renderer/state/command.ts';
import { Checkbox } from '#renderer/ui/Checkbox.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import css from './DisksTab.module.css';

export interface DisksBarProps {
  readonly home: Target;
  /** The selected disks. */
  readonly targets: readonly Target[];
  readonly text: string;
  readonly onText: (text: string) => void;
  /** Absent where there are none. */
  readonly bases: { readonly isOn: boolean; readonly onChange: (isOn: boolean) => void } | undefined;
  readonly isLibrary: boolean;
}

/** What is wanted most; the menu of the selection has the rest. */
const FIRST = ['disk.resize', 'disk.move', 'disk.copy', 'disk.attach', 'disk.detach', 'disk.delete'];
const FIRST_OF_LIBRARY = ['disk.attach', 'disk.delete'];

export function DisksBar({ home, targets, text, onText, bases, isLibrary }: DisksBarProps) {
  const ids = isLibrary ? FIRST_OF_LIBRARY : FIRST;
  return (
    <div className={css['bar']} role="toolbar" aria-label={disksText.list}>
      <div className={css['find']}>
        <TextField label={disksText.find} isLabelHidden value={text} onType={onText} onEscape={() => onText('')} />
      </div>
      {bases !== undefined && <Checkbox label={disksText.bases} isOn={bases.isOn} onChange={bases.onChange} />}
      <CommandButton id={isLibrary ? 'sr.rescan' : 'disk.new'} targets={[home]} kind="quiet" />
      {ids.map((id) => (
        <CommandButton key={id} id={id} targets={targets} whyNothing={targets.length > 1 ? disksText.chooseOne : disksText.choose} kind="quiet" />
      ))}
    </div>
  );
}
