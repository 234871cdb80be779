import { ShellSyntaxError } from '../script.ts';
import { unescaped } from '../word-reader.ts';

export type Expression =
  | { readonly is: 'text'; readonly text: string }
  | { readonly is: 'matches-line'; readonly pattern: string }
  | { readonly is: 'variable'; readonly name: string }
  | { readonly is: 'field'; readonly index: Expression }
  | { readonly is: 'not' | 'negative'; readonly value: Expression }
  | { readonly is: 'joined'; readonly parts: readonly Expression[] }
  | { readonly is: 'choice'; readonly condition: Expression; readonly yes: Expression; readonly no: Expression }
  | { readonly is: 'match'; readonly value: Expression; readonly pattern: Expression; readonly isWanted: boolean }
  | { readonly is: 'binary'; readonly operator: string; readonly left: Expression; readonly right: Expression }
  | { readonly is: 'assign'; readonly operator: string; readonly to: Expression; readonly value: Expression }
  | { readonly is: 'call'; readonly name: string; readonly values: readonly Expression[] };

export type Statement =
  | { readonly is: 'print' | 'printf'; readonly values: readonly Expression[] }
  | { readonly is: 'if'; readonly condition: Expression; readonly body: readonly Statement[]; readonly otherwise: readonly Statement[] }
  | { readonly is: 'next' | 'exit' }
  | { readonly is: 'value'; readonly value: Expression };

export interface Rule {
  readonly when: Expression | 'BEGIN' | 'END' | undefined;
  readonly body: readonly Statement[];
}

const TOKEN =
  /\s*(?:(\/(?:\[\^?\]?[^\]]*\]|\\.|[^/\n[])+\/)|("(?:\\.|[^"])*")|(\d+(?:\.\d+)?)|([A-Za-z_]\w*)|(\+\+|--|[-+*/%]=|[=!<>]=|&&|\|\||!~|[-+*/%=<>!~?:(){};,$\n]))/y;
const OPERAND_BEFORE = /[\w")\]]$/;

/** A small recursive descent; a slash begins an expression only where an operand may stand. */
export class AwkParser {
  private readonly tokens: string[] = [];
  private at = 0;

  constructor(program: string) {
    let position = 0;
    while (position < program.trimEnd().length) {
      TOKEN.lastIndex = position;
      const found = TOKEN.exec(program);
      if (found === null) throw new ShellSyntaxError(`awk: syntax error at source line 1 near ${program.slice(position, position + 20)}`);
      const before = this.tokens.at(-1) ?? '';
      if (found[1] !== undefined && OPERAND_BEFORE.test(before)) {
        this.tokens.push('/');
        position = TOKEN.lastIndex - found[1].length + 1;
        continue;
      }
      this.tokens.push(found[0].trim() === '' ? ';' : found[0].trim());
      position = TOKEN.lastIndex;
    }
  }

  rules(): readonly Rule[] {
    const rules: Rule[] = [];
    while (this.at < this.tokens.length) {
      if (this.takes(';')) continue;
      const special = this.takes('BEGIN') ? 'BEGIN' : this.takes('END') ? 'END' : undefined;
      const when = special ?? (this.peek() === '{' ? undefined : this.expression());
      rules.push({ when, body: this.peek() === '{' ? this.block() : [{ is: 'print', values: [] }] });
    }
    return rules;
  }

  private peek(): string | undefined {
    return this.tokens[this.at];
  }

  private takes(token: string): boolean {
    if (this.peek() !== token) return false;
    this.at += 1;
    return true;
  }

  private expect(token: string): void {
    if (!this.takes(token)) throw new ShellSyntaxError(`awk: syntax error: expected ${token}`);
  }

  private block(): readonly Statement[] {
    this.expect('{');
    const statements: Statement[] = [];
    while (!this.takes('}')) {
      if (this.takes(';')) continue;
      if (this.peek() === undefined) throw new ShellSyntaxError('awk: syntax error: missing }');
      statements.push(this.statement());
    }
    return statements;
  }

  private body(): readonly Statement[] {
    return this.peek() === '{' ? this.block() : [this.statement()];
  }

  private statement(): Statement {
    if (this.takes('print')) return { is: 'print', values: this.list() };
    if (this.takes('printf')) return { is: 'printf', values: this.list() };
    if (this.takes('next')) return { is: 'next' };
    if (this.takes('exit')) return { is: 'exit' };
    if (!this.takes('if')) return { is: 'value', value: this.expression() };
    this.expect('(');
    const condition = this.expression();
    this.expect(')');
    const body = this.body();
    const before = this.at;
    while (this.takes(';'));
    if (this.takes('else')) return { is: 'if', condition, body, otherwise: this.body() };
    this.at = before;
    return { is: 'if', condition, body, otherwise: [] };
  }

  private list(): readonly Expression[] {
    const values: Expression[] = [];
    while (![undefined, ';', '}', ')'].includes(this.peek())) {
      values.push(this.expression());
      if (!this.takes(',')) break;
    }
    return values;
  }

  private expression(): Expression {
    const left = this.choice();
    const operator = this.peek() ?? '';
    if (!['=', '+=', '-=', '*=', '/=', '%='].includes(operator)) return left;
    this.at += 1;
    return { is: 'assign', operator, to: left, value: this.expression() };
  }

  private choice(): Expression {
    const condition = this.binary(0);
    if (!this.takes('?')) return condition;
    const yes = this.expression();
    this.expect(':');
    return { is: 'choice', condition, yes, no: this.expression() };
  }

  private binary(level: number): Expression {
    const operators = LEVELS[level];
    if (operators === undefined) return this.single();
    let left = level === JOINING ? this.joined() : this.binary(level + 1);
    for (;;) {
      const operator = this.peek() ?? '';
      if (!operators.includes(operator)) return left;
      this.at += 1;
      const right = level === JOINING ? this.joined() : this.binary(level + 1);
      if (operator === '~' || operator === '!~') left = { is: 'match', value: left, pattern: right, isWanted: operator === '~' };
      else left = { is: 'binary', operator, left, right };
    }
  }

  /** Values that stand beside each other are joined. */
  private joined(): Expression {
    const parts = [this.binary(JOINING + 1)];
    while (/^["$\w(]/.test(this.peek() ?? ';') && !['in', 'else'].includes(this.peek() ?? '')) parts.push(this.binary(JOINING + 1));
    const [only] = parts;
    return parts.length === 1 && only !== undefined ? only : { is: 'joined', parts };
  }

  private single(): Expression {
    const token = this.peek() ?? '';
    this.at += 1;
    if (token === '!') return { is: 'not', value: this.single() };
    if (token === '-') return { is: 'negative', value: this.single() };
    if (token === '$') return { is: 'field', index: this.single() };
    if (token === '(') {
      const inner = this.expression();
      this.expect(')');
      return inner;
    }
    if (token.startsWith('"')) return { is: 'text', text: unescaped(token.slice(1, -1)) };
    if (token.startsWith('/') && token.length > 1) return { is: 'matches-line', pattern: token.slice(1, -1).replaceAll('\\/', '/') };
    if (/^\d/.test(token)) return { is: 'text', text: token };
    if (!/^[A-Za-z_]/.test(token)) throw new ShellSyntaxError(`awk: syntax error near ${token}`);
    if (this.takes('(')) {
      const values = this.list();
      this.expect(')');
      return { is: 'call', name: token, values };
    }
    return token === 'length' ? { is: 'call', name: token, values: [] } : { is: 'variable', name: token };
  }
}

/** Weakest first; between comparing and adding stands joining. */
const LEVELS: readonly (readonly string[])[] = [['||'], ['&&'], ['~', '!~'], ['<', '>', '<=', '>=', '==', '!='], ['+', '-'], ['*', '/', '%']];
const JOINING = 3;
