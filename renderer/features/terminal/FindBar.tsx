import { useState } from 'react';
import { terminalText as say } from '#shared/text/terminal-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import css from './FindBar.module.css';
import type { Screen } from '#renderer/ui/terminal/screen.ts';

/** Looks for words in what was printed. */
export function FindBar({ screen, onClose }: { readonly screen: Screen; readonly onClose: () => void }) {
  const [text, setText] = useState('');
  function close(): void {
    screen.endSearch();
    onClose();
  }
  return (
    <search>
      <form
        className={css['bar']}
        onSubmit={(event) => {
          event.preventDefault();
          screen.find(text, 'previous');
        }}
      >
        <TextField
          label={say.find}
          value={text}
          takesFocus
          isLabelHidden
          onEscape={close}
          onType={(typed) => {
            setText(typed);
            if (typed !== '') screen.find(typed, 'previous');
          }}
        />
        <Button submits>{say.findPrevious}</Button>
        <Button onClick={() => screen.find(text, 'next')}>{say.findNext}</Button>
        <Button kind="quiet" shape="icon" label={say.endFind} onClick={close}>
          <Icon name="close" size="small" />
        </Button>
      </form>
    </search>
  );
}
