import { absolute, type Files } from './files.ts';
import { hasPattern, patternSource, type Segment } from './pattern.ts';

/** Paths that fit, in order; none where nothing does. */
export function glob(files: Files, folder: string, segments: readonly Segment[]): readonly string[] {
  const parts = splitAtSlashes(segments);
  const isAbsolute = segments
    .map(({ text }) => text)
    .join('')
    .startsWith('/');
  let found = [isAbsolute ? '' : undefined] as (string | undefined)[];
  for (const part of parts) {
    const text = part.map((segment) => segment.text).join('');
    if (text === '') continue;
    found = hasPattern(part) ? found.flatMap((base) => fitting(files, folder, base, part)) : found.map((base) => join(base, text));
  }
  return found.flatMap((path) => (path === undefined || files.findLink(absolute(folder, path)) === undefined ? [] : [path])).toSorted();
}

function fitting(files: Files, folder: string, base: string | undefined, part: readonly Segment[]): string[] {
  const expression = new RegExp(`^${patternSource(part, 'files')}$`);
  const wantsHidden = part[0]?.text.startsWith('.') === true;
  return files
    .list(absolute(folder, base ?? '.'))
    .filter((name) => expression.test(name) && (wantsHidden || !name.startsWith('.')))
    .map((name) => join(base, name));
}

function join(base: string | undefined, name: string): string {
  return base === undefined ? name : `${base}/${name}`;
}

function splitAtSlashes(segments: readonly Segment[]): readonly (readonly Segment[])[] {
  const parts: Segment[][] = [[]];
  for (const segment of segments) {
    for (const [index, text] of segment.text.split('/').entries()) {
      if (index > 0) parts.push([]);
      if (text !== '') parts.at(-1)?.push({ text, isQuoted: segment.isQuoted });
    }
  }
  return parts;
}
