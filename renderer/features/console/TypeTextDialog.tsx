import { useId, useState } from 'react';
import { consoleText as say } from '#shared/text/console-text.ts';
import { frameText } from '#shared/text/frame-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import css from './ConsoleView.module.css';

/** Text that is to be typed into the guest, key by key. */
export function TypeTextDialog({ onClose, onType }: { readonly onClose: () => void; readonly onType: (text: string) => void }) {
  const id = useId();
  const [text, setText] = useState('');
  return (
    <Dialog
      title={say.typeTitle}
      closeLabel={frameText.close}
      onClose={onClose}
      footer={
        <>
          <Button size="dialog" onClick={onClose}>
            {say.cancel}
          </Button>
          <Button size="dialog" kind="primary" why={text === '' ? say.typeNote : undefined} onClick={() => onType(text)}>
            {say.typeGo}
          </Button>
        </>
      }
    >
      <label htmlFor={id}>{say.typeWhat}</label>
      <textarea
        className={css['text']}
        id={id}
        rows={6}
        data-first-focus="true"
        spellCheck={false}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <p>{say.typeNote}</p>
    </Dialog>
  );
}
