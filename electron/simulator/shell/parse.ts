import { parseCommand } from './parse-command.ts';
import { type Chain, type Command, type Pipeline, type Script, ShellSyntaxError } from './script.ts';
import { isAtOneOf, skipNewlines, skipSeparators } from './separators.ts';
import { type Parser, Source } from './source.ts';

/** The part of bash that administrators and programs type; throws ShellSyntaxError for the rest. */
export function parseScript(text: string): Script {
  const source = new Source(text, parser);
  const script = parseUntil(source, new Set());
  if (!source.isAtEnd()) throw new ShellSyntaxError(`syntax error near unexpected token \`${source.peek()}'`);
  return script;
}

const parser: Parser = { whole: parseScript, until: parseUntil };

/** Commands up to one of these words or characters, which is left. */
function parseUntil(source: Source, ends: ReadonlySet<string>): Script {
  const script: { chain: Chain; isBackground: boolean }[] = [];
  for (;;) {
    skipSeparators(source);
    if (source.isAtEnd() || isAtOneOf(source, ends)) return script;
    const chain = parseChain(source);
    source.skipBlanks();
    const isBackground = !source.isAtEnd() && source.peek() === '&' && source.peek(1) !== '&';
    if (isBackground) source.take();
    else if (!source.isAtEnd() && source.peek() === ';' && source.peek(1) !== ';') source.take();
    script.push({ chain, isBackground });
  }
}

function parseChain(source: Source): Chain {
  const first = parsePipeline(source);
  const rest: { operator: '&&' | '||'; pipeline: Pipeline }[] = [];
  for (;;) {
    source.skipBlanks();
    const operator = source.startsWith('&&') ? '&&' : source.startsWith('||') ? '||' : undefined;
    if (operator === undefined) return { first, rest };
    source.skip(2);
    skipNewlines(source);
    rest.push({ operator, pipeline: parsePipeline(source) });
  }
}

function parsePipeline(source: Source): Pipeline {
  source.skipBlanks();
  const isNegated = isAtOneOf(source, new Set(['!'])) && /\s/.test(source.peek(1));
  if (isNegated) source.take();
  const commands: Command[] = [];
  for (;;) {
    source.skipBlanks();
    const command = parseCommand(source);
    source.skipBlanks();
    const isBoth = source.startsWith('|&');
    commands.push(isBoth ? withErrors(command) : command);
    if (source.isAtEnd() || source.peek() !== '|' || source.peek(1) === '|') return { isNegated, commands };
    source.skip(isBoth ? 2 : 1);
    skipNewlines(source);
  }
}

function withErrors(command: Command): Command {
  return { ...command, redirects: [...command.redirects, { fd: 2, operator: '>&', target: [{ is: 'text', text: '1', isQuoted: false }] }] };
}
