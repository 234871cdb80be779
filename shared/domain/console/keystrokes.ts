/** Names of keys as the protocol has them (X11). */
export const keysym = {
  backspace: 0xff08,
  tab: 0xff09,
  enter: 0xff0d,
  escape: 0xff1b,
  print: 0xff61,
  delete: 0xffff,
  f1: 0xffbe,
  shift: 0xffe1,
  control: 0xffe3,
  alt: 0xffe9,
  windows: 0xffeb,
} as const;

export interface Keystroke {
  readonly keysym: number;
  /** On the keyboard that emulated machines have: it makes another character of the same key without it. */
  readonly withShift: boolean;
}

const SHIFTED = new Set('~!@#$%^&*()_+{}|:"<>?ABCDEFGHIJKLMNOPQRSTUVWXYZ');
/** Where characters beyond Latin-1 begin among the names of keys. */
const UNICODE = 0x0100_0000;

/** What has to be pressed for this text; characters that no key writes are left out. */
export function keystrokesOf(text: string): readonly Keystroke[] {
  return Array.from(text.replaceAll('\r\n', '\n')).flatMap((character) => {
    const key = keysymOf(character);
    return key === undefined ? [] : [{ keysym: key, withShift: SHIFTED.has(character) }];
  });
}

function keysymOf(character: string): number | undefined {
  if (character === '\n' || character === '\r') return keysym.enter;
  if (character === '\t') return keysym.tab;
  const code = character.codePointAt(0) ?? 0;
  const isLatin = (code >= 0x20 && code <= 0x7e) || (code >= 0xa0 && code <= 0xff);
  if (isLatin) return code;
  return code > 0xff ? UNICODE + code : undefined;
}

export interface KeyCombination {
  readonly id: string;
  /** As it is written on keyboards. */
  readonly label: string;
  /** Pressed in this order, let go the other way round. */
  readonly keys: readonly number[];
}

const { alt, control, shift } = keysym;

/** What a window's own system would keep for itself. */
export const keyCombinations: readonly KeyCombination[] = [
  { id: 'ctrl-alt-del', label: 'Ctrl+Alt+Del', keys: [control, alt, keysym.delete] },
  { id: 'ctrl-alt-backspace', label: 'Ctrl+Alt+Backspace', keys: [control, alt, keysym.backspace] },
  { id: 'ctrl-shift-esc', label: 'Ctrl+Shift+Esc', keys: [control, shift, keysym.escape] },
  { id: 'ctrl-esc', label: 'Ctrl+Esc', keys: [control, keysym.escape] },
  { id: 'alt-tab', label: 'Alt+Tab', keys: [alt, keysym.tab] },
  { id: 'alt-f4', label: 'Alt+F4', keys: [alt, keysym.f1 + 3] },
  { id: 'windows', label: 'Windows', keys: [keysym.windows] },
  { id: 'print', label: 'Print Screen', keys: [keysym.print] },
  ...[1, 2, 3, 4, 5, 6, 7].map((number) => ({
    id: `ctrl-alt-f${number}`,
    label: `Ctrl+Alt+F${number}`,
    keys: [control, alt, keysym.f1 + number - 1],
  })),
];
