import { unreachable } from '#shared/kernel/unreachable.ts';
import { XapiError } from './xapi-error.ts';

export type Operand = { readonly is: 'field'; readonly name: string } | { readonly is: 'literal'; readonly text: string };

export type Filter =
  | { readonly is: 'constant'; readonly value: boolean }
  | { readonly is: 'not'; readonly of: Filter }
  | { readonly is: 'and' | 'or'; readonly left: Filter; readonly right: Filter }
  | { readonly is: 'equal'; readonly left: Operand; readonly right: Operand };

type Token = '(' | ')' | '=' | 'field' | 'true' | 'false' | 'and' | 'or' | 'not' | 'end' | { readonly literal: string };

/** The two ways the server's parser fails; their texts reach the client. */
const LEXICAL = 'Failure("lexing: empty token")';
const GRAMMATICAL = 'Xapi_database.Db_filter_parse.MenhirBasics.Error';

const TOKEN = /[ \t\r\n]*(?:(\(|\)|=|field|true|false|and|or|not|$)|"([^"]*)")/y;

/**
 * Parses the query language of `get_all_records_where`. `and` and `or` bind alike, to the left; `not` applies to
 * all that follows. Throws INVALID_VALUE.
 */
export function parseFilter(expression: string): Filter {
  let at = 0;
  let ahead: Token | undefined;

  function fail(text: string): never {
    throw new XapiError('INVALID_VALUE', expression, text);
  }

  function peek(): Token {
    if (ahead !== undefined) return ahead;
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(expression);
    if (match === null) fail(LEXICAL);
    at = TOKEN.lastIndex;
    ahead = match[2] === undefined ? keyword(match[1]) : { literal: match[2] };
    return ahead;
  }

  function take(): Token {
    const token = peek();
    ahead = undefined;
    return token;
  }

  function expect(wanted: Token): void {
    if (take() !== wanted) fail(GRAMMATICAL);
  }

  function operand(first: Token): Operand {
    if (typeof first === 'object') return { is: 'literal', text: first.literal };
    if (first !== 'field') fail(GRAMMATICAL);
    const name = take();
    if (typeof name !== 'object') fail(GRAMMATICAL);
    return { is: 'field', name: name.literal };
  }

  function term(): Filter {
    const first = take();
    if (first === 'true' || first === 'false') return { is: 'constant', value: first === 'true' };
    if (first === 'not') return { is: 'not', of: expressionHere() };
    if (first === '(') {
      const inner = expressionHere();
      expect(')');
      return inner;
    }
    const left = operand(first);
    expect('=');
    return { is: 'equal', left, right: operand(take()) };
  }

  function expressionHere(): Filter {
    let left = term();
    for (let next = peek(); next === 'and' || next === 'or'; next = peek()) {
      take();
      left = { is: next, left, right: term() };
    }
    return left;
  }

  const filter = expressionHere();
  expect('end');
  return filter;
}

function keyword(text: string | undefined): Token {
  switch (text) {
    case '(':
    case ')':
    case '=':
    case 'field':
    case 'true':
    case 'false':
    case 'and':
    case 'or':
    case 'not':
      return text;
    default:
      return 'end';
  }
}

/** Sides are read from right to left and only as far as needed, so a missing field is found when the server finds it. */
export function isMatch(filter: Filter, column: (name: string) => string): boolean {
  switch (filter.is) {
    case 'constant':
      return filter.value;
    case 'not':
      return !isMatch(filter.of, column);
    case 'and':
      return isMatch(filter.left, column) && isMatch(filter.right, column);
    case 'or':
      return isMatch(filter.left, column) || isMatch(filter.right, column);
    case 'equal': {
      const right = textOf(filter.right, column);
      return textOf(filter.left, column) === right;
    }
    default:
      return unreachable(filter);
  }
}

function textOf(operand: Operand, column: (name: string) => string): string {
  return operand.is === 'literal' ? operand.text : column(operand.name);
}
