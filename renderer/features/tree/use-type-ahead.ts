import { useRef } from 'react';
import { type RowSource, typedAhead } from './tree-keys.ts';

/** Letters closer together than this are one word. */
const PAUSE_MS = 700;

/** Takes letters; says which row they lead to. */
export function useTypeAhead(): (rows: RowSource, at: { index: number; key: string; atMs: number }) => number | undefined {
  const word = useRef({ typed: '', atMs: 0 });
  return (rows, { index, key, atMs }) => {
    const { current } = word;
    const typed = atMs - current.atMs < PAUSE_MS ? `${current.typed}${key.toLowerCase()}` : key.toLowerCase();
    // The same letter again and again walks through the names that begin with it.
    const isRepeated = typed === typed.charAt(0).repeat(typed.length);
    word.current = { typed, atMs };
    return typedAhead(rows, { index, typed: isRepeated ? typed.charAt(0) : typed });
  };
}
