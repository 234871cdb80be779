/** Part of a word: what was quoted means itself. */
export interface Segment {
  readonly text: string;
  readonly isQuoted: boolean;
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

export function hasPattern(segments: readonly Segment[]): boolean {
  return segments.some(({ text, isQuoted }) => !isQuoted && /[*?[]/.test(text));
}

/** A shell pattern as an expression, without anchors; `*` stops at slashes only where files are meant. */
export function patternSource(segments: readonly Segment[], of: 'files' | 'text', isLazy = false): string {
  const any = of === 'files' ? '[^/]' : '[^]';
  const star = `${any}*${isLazy ? '?' : ''}`;
  return segments
    .map(({ text, isQuoted }) => {
      if (isQuoted) return escaped(text);
      return text.replaceAll(/\[(!|\^)?(\]?[^\]]*)\]|[\s\S]/g, (whole, not: string | undefined, set: string | undefined) => {
        if (set !== undefined) return `[${not === undefined ? '' : '^'}${set.replaceAll('\\', '\\\\').replace(/^\]/, '\\]')}]`;
        if (whole === '*') return star;
        return whole === '?' ? any : escaped(whole);
      });
    })
    .join('');
}

export function matches(text: string, segments: readonly Segment[]): boolean {
  return new RegExp(`^${patternSource(segments, 'text')}$`).test(text);
}

/** `${name#pattern}` and its like. */
export function trimmed(text: string, operator: '#' | '##' | '%' | '%%', segments: readonly Segment[]): string {
  const source = patternSource(segments, 'text', operator.length === 1);
  if (operator.startsWith('#')) return text.replace(new RegExp(`^${source}`), '');
  if (operator === '%%') return text.replace(new RegExp(`${source}$`), '');
  // The shortest end: try from behind.
  const whole = new RegExp(`^${patternSource(segments, 'text')}$`);
  for (let start = text.length; start >= 0; start -= 1) if (whole.test(text.slice(start))) return text.slice(0, start);
  return text;
}
