interface Pressed {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** A key as the registry writes it: 'Ctrl+B', 'Alt+Left', 'F2'. The Mac's command key counts as Ctrl. */
export function chordOf({ key, ctrlKey, metaKey, altKey, shiftKey }: Pressed): string {
  const name = key.startsWith('Arrow') ? key.slice('Arrow'.length) : key.length === 1 ? key.toUpperCase() : key;
  const isLetter = key.length === 1;
  const parts = [(ctrlKey || metaKey) && 'Ctrl', altKey && 'Alt', shiftKey && !(isLetter && name === '?') && 'Shift', name];
  return parts.filter((part) => part !== false).join('+');
}

/** Whether the key would be missed by somebody who types: only keys that write nothing are taken from a field. */
export function writesText({ key, ctrlKey, metaKey, altKey }: Pressed): boolean {
  return !ctrlKey && !metaKey && !altKey && !/^F\d+$/.test(key);
}

/** A terminal gives every key to the host, this window's own as well. */
export function takesAllKeys(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[data-keys=own]') !== null;
}
