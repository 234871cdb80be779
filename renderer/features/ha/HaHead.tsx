import type { Problem } from '#shared/domain/rules/problem.ts';
import { haText } from '#shared/text/ha-text.ts';
import { problemText } from '#shared/text/problem-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { StatusWord } from '#renderer/ui/StatusWord.tsx';
import css from './Ha.module.css';

interface HaHeadProps {
  readonly isOn: boolean;
  readonly isChanged: boolean;
  readonly whyNotSave: readonly Problem[];
  readonly whyNotSwitch: readonly Problem[];
  readonly onSave: () => void;
  readonly onForget: () => void;
  readonly onSwitch: () => void;
}

/** Whether it is on, what is not saved yet, and the buttons that change either. */
export function HaHead({ isOn, isChanged, whyNotSave, whyNotSwitch, onSave, onForget, onSwitch }: HaHeadProps) {
  return (
    <div className={css['head']}>
      {isOn ? <StatusWord icon="shield" tone="ok" word={haText.on} /> : <StatusWord icon="shield" tone="quiet" word={haText.off} />}
      {isChanged && <output>{haText.unsaved}</output>}
      <span className={css['buttons']}>
        {isChanged && (
          <>
            <Button size="command" onClick={onForget}>
              {haText.discard}
            </Button>
            <Button size="command" why={whyText(whyNotSave)} onClick={onSave}>
              {haText.save}
            </Button>
          </>
        )}
        <Button size="command" kind={isOn ? 'plain' : 'primary'} why={whyText(whyNotSwitch)} onClick={onSwitch}>
          {isOn ? haText.turnOff : haText.turnOn}
        </Button>
      </span>
    </div>
  );
}

function whyText(problems: readonly Problem[]): string | undefined {
  return problems.length === 0 ? undefined : problems.map(problemText).join(' ');
}
