import type { Sources } from './layers.ts';

/** A rule about the text of sources that the linter cannot express. */
interface SourceRule {
  readonly says: string;
  readonly appliesTo: (path: string) => boolean;
  readonly isBroken: (line: string) => boolean;
}

const ownsNoTime = ['electron/engine/', 'electron/simulator/world/', 'electron/simulator/scenarios/', 'renderer/state/', 'shared/'];
const readsNoEnvironment = ['electron/engine/', 'electron/simulator/', 'renderer/', 'shared/'];

function isBelow(folders: readonly string[]): (path: string) => boolean {
  return (path) => folders.some((folder) => path.startsWith(folder));
}

const sourceRules: readonly SourceRule[] = [
  {
    says: 'a disabled lint rule gives its reason after --',
    appliesTo: () => true,
    isBroken: (line) => /\b(?:oxlint|eslint)-disable/.test(line) && !/-disable[\w-]*\s+[\w/-]+(?:,\s*[\w/-]+)*\s+--\s+\S+/.test(line),
  },
  {
    says: 'a file is imported from where it is defined, not handed on',
    appliesTo: () => true,
    isBroken: (line) => /^export\b(?!\s+(?:const|function|async|class|interface|abstract|let)\b).*\bfrom\s*['"]/.test(line),
  },
  {
    says: 'no import climbs two folders; package.json has aliases',
    appliesTo: () => true,
    isBroken: (line) => /\b(?:from|import)\s*\(?\s*['"]\.\.\/\.\./.test(line),
  },
  {
    says: 'an import names the file with its ending',
    appliesTo: () => true,
    isBroken: (line) => /\b(?:from|import)\s*\(?\s*['"](?:\.|#)[^'"]*\/[^'"./]+['"]/.test(line),
  },
  {
    says: 'time is asked of a clock',
    appliesTo: isBelow(ownsNoTime),
    isBroken: (line) => /\bnew Date\(\)/.test(line),
  },
  {
    says: 'the environment is read by entry points and hosts only',
    appliesTo: isBelow(readsNoEnvironment),
    isBroken: (line) => /\bprocess\.env\b/.test(line),
  },
  {
    says: 'work left to do lies in the issue tracker, by number',
    appliesTo: () => true,
    isBroken: (line) => /\b(?:TODO|FIXME|XXX)\b(?!\s*\(?#\d+)/.test(line),
  },
];

/** Every line that breaks a rule, as `path:line: rule`. */
export function brokenRules(sources: Sources): string[] {
  return [...sources].flatMap(([path, text]) => {
    const rules = sourceRules.filter((rule) => rule.appliesTo(path));
    return text.split('\n').flatMap((line, index) => rules.filter((rule) => rule.isBroken(line)).map((rule) => `${path}:${index + 1}: ${rule.says}`));
  });
}
