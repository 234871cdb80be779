/** What it needs to know of a key. */
export type Key = Pick<KeyboardEvent, 'type' | 'code' | 'ctrlKey' | 'altKey' | 'getModifierState'>;

/**
 * Ctrl and Alt alone, pressed together and let go, give the keyboard back. Together with any other key they belong to
 * the program in the terminal, and AltGr, which looks like both, writes letters.
 */
export function watchRelease(release: () => void): (event: Key) => void {
  let isHeld = false;
  return (event) => {
    const isOurs = event.code === 'ControlLeft' || event.code === 'AltLeft';
    if (event.type === 'keydown') {
      isHeld = isOurs && event.ctrlKey && event.altKey && !event.getModifierState('AltGraph');
    } else if (event.type === 'keyup') {
      if (isHeld && isOurs) release();
      isHeld = false;
    }
  };
}
