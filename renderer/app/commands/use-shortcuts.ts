import { useEffect, useEffectEvent } from 'react';
import type { Commands, Target } from '#renderer/state/command.ts';
import { useTargets } from '#renderer/state/targets.ts';
import { chordOf, takesAllKeys, writesText } from './chord.ts';

/** Keys of the whole window. While a dialog or a menu is open they belong to it. */
export function useShortcuts(commands: Commands, openMenu: (targets: readonly Target[]) => void): void {
  const targets = useTargets();
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || takesAllKeys(event.target) || isBusy() || (writesText(event) && isTyping(event.target))) return;
    const chord = event.key === '?' ? 'F1' : chordOf(event);
    const candidates = commands.all.filter((command) => command.shortcut === chord && command.appliesTo(targets));
    const command = candidates.find((candidate) => candidate.blockedBy(targets).length === 0) ?? candidates[0];
    if (command === undefined) return;
    event.preventDefault();
    commands.run(command, targets);
  });
  const openMain = useEffectEvent(() => !isBusy() && openMenu(targets));

  useEffect(() => {
    // Alt alone opens the menu; together with another key it is something else.
    let isAltAlone = false;
    function down(event: KeyboardEvent): void {
      isAltAlone = event.key === 'Alt' && !event.ctrlKey && !event.shiftKey && !takesAllKeys(event.target);
      press(event);
    }
    function up(event: KeyboardEvent): void {
      if (event.key === 'Alt' && isAltAlone) {
        event.preventDefault();
        openMain();
      }
      isAltAlone = false;
    }
    addEventListener('keydown', down);
    addEventListener('keyup', up);
    return () => {
      removeEventListener('keydown', down);
      removeEventListener('keyup', up);
    };
  }, []);
}

function isBusy(): boolean {
  return document.querySelector('dialog[open], :popover-open') !== null;
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input:not([type=checkbox]), textarea, select, [contenteditable=true]');
}
