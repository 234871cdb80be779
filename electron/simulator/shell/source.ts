import { type Script, ShellSyntaxError } from './script.ts';

/** What reads the scripts inside scripts. */
export interface Parser {
  whole(text: string): Script;
  until(source: Source, ends: ReadonlySet<string>): Script;
}

/** The text being read and how far. */
export class Source {
  private position = 0;
  private readonly text: string;

  readonly parser: Parser;

  constructor(text: string, parser: Parser) {
    this.text = text;
    this.parser = parser;
  }

  of(text: string): Source {
    return new Source(text, this.parser);
  }

  isAtEnd(): boolean {
    return this.position >= this.text.length;
  }

  peek(ahead = 0): string {
    const character = this.text[this.position + ahead];
    if (character === undefined && ahead === 0) throw new ShellSyntaxError('unexpected end of file');
    return character ?? '';
  }

  take(): string {
    const character = this.peek();
    this.position += 1;
    return character;
  }

  skip(count: number): void {
    this.position += count;
  }

  startsWith(text: string): boolean {
    return this.text.startsWith(text, this.position);
  }

  rest(): string {
    return this.text.slice(this.position, this.position + 200);
  }

  /** Up to the end of the line, which is left. */
  restOfLine(): string {
    const end = this.text.indexOf('\n', this.position);
    const line = this.text.slice(this.position, end < 0 ? undefined : end);
    this.position += line.length;
    return line;
  }

  parseUntilParenthesis(): Script {
    const script = this.parser.until(this, new Set([')']));
    if (this.isAtEnd() || this.take() !== ')') throw new ShellSyntaxError("unexpected end of file while looking for matching `)'");
    return script;
  }

  skipBlanks(): void {
    for (;;) {
      if (this.startsWith('\\\n')) this.skip(2);
      else if (!this.isAtEnd() && (this.peek() === ' ' || this.peek() === '\t')) this.skip(1);
      else if (!this.isAtEnd() && this.peek() === '#') this.restOfLine();
      else return;
    }
  }
}
