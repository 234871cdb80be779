import type { Branded } from '#shared/kernel/branded.ts';

/** One word a shell takes literally. */
export type ShellWord = Branded<'ShellWord'>;

/** A script whose every hole holds a ShellWord. */
export type ShellScript = Branded<'ShellScript'>;

/** Its text stands as it is written here, backslashes and all; holes take nothing but words. While one of them is not known there is no script. */
export function sh(parts: TemplateStringsArray, ...words: readonly ShellWord[]): ShellScript;
export function sh(parts: TemplateStringsArray, ...words: readonly (ShellWord | undefined)[]): ShellScript | undefined;
export function sh(parts: TemplateStringsArray, ...words: readonly (ShellWord | undefined)[]): ShellScript | undefined {
  // The brand is earned: fixed text and literal words, nothing else.
  return words.includes(undefined) ? undefined : (String.raw({ raw: parts.raw }, ...words) as ShellScript);
}

/** As a POSIX shell takes it literally; what it takes literally anyway stays as it is. */
export function quoted(text: string): ShellWord {
  const isPlain = /^[\w./:@%+,-]+$/.test(text);
  return (isPlain ? text : `'${text.replaceAll("'", `'\\''`)}'`) as ShellWord;
}

export function addressWord(text = ''): ShellWord | undefined {
  const isV4 = /^(?:\d{1,3}\.){3}\d{1,3}$/.test(text) && text.split('.').every((part) => Number(part) <= 255);
  const isV6 = /^[\da-f:]+(?:%[\w.-]{1,15})?$/i.test(text) && text.includes(':');
  return isV4 || isV6 ? quoted(text) : undefined;
}

/** A bridge, a card or a bond, as the kernel lets them be called. */
export function deviceWord(text = ''): ShellWord | undefined {
  return /^[A-Za-z][\w.:-]{0,14}$/.test(text) ? quoted(text) : undefined;
}

export function uuidWord(text = ''): ShellWord | undefined {
  return /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text) ? quoted(text) : undefined;
}

export function hostWord(text = ''): ShellWord | undefined {
  return addressWord(text) ?? (/^[A-Za-z\d](?:[\w.-]{0,252})$/.test(text) ? quoted(text) : undefined);
}
