import type { Source } from './source.ts';

export function isAtOneOf(source: Source, ends: ReadonlySet<string>): boolean {
  for (const end of ends) {
    if (!source.startsWith(end)) continue;
    if (!/^[a-z]/.test(end)) return true;
    const after = source.peek(end.length);
    if (after === '' || /[\s;&|()<>]/.test(after)) return true;
  }
  return false;
}

export function skipSeparators(source: Source): void {
  for (;;) {
    source.skipBlanks();
    if (source.isAtEnd()) return;
    if (source.peek() === '\n') source.take();
    else if (source.peek() === ';' && source.peek(1) !== ';') source.take();
    else return;
  }
}

export function skipNewlines(source: Source): void {
  for (;;) {
    source.skipBlanks();
    if (source.isAtEnd() || source.peek() !== '\n') return;
    source.take();
  }
}
