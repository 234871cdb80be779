import { optionsOf } from '../options.ts';
import type { Process } from '../process.ts';
import { formatted } from '../printf.ts';
import { unescaped } from '../word-reader.ts';
import { AwkParser, type Expression, type Statement } from './awk-parser.ts';
import { extendedExpression } from './expressions.ts';
import { contentsOf, linesOf } from './text-tools.ts';

interface State {
  readonly process: Process;
  readonly variables: Map<string, string>;
  fields: string[];
  isOver: boolean;
}

class Next extends Error {
  override readonly name = 'Next';
}

/** The awk that people put between two pipes: patterns, fields, print, printf, sub and gsub. */
export function awk(process: Process): number {
  const options = optionsOf(process.args, 'F v f');
  const [program = '', ...paths] = options.operands;
  const rules = new AwkParser(program).rules();
  const state: State = {
    process,
    variables: new Map([
      ['OFS', ' '],
      ['ORS', '\n'],
      ['NR', '0'],
    ]),
    fields: [],
    isOver: false,
  };
  if (options.has('F')) state.variables.set('FS', unescaped(options.value('F') ?? ' '));
  assignFromOutside(state);
  let status = 0;
  for (const rule of rules) if (rule.when === 'BEGIN') execute(state, rule.body);
  let number = 0;
  if (rules.some(({ when }) => when !== 'BEGIN')) {
    for (const { text } of contentsOf(process, paths, 'awk')) {
      if (text === undefined) status = 2;
      for (const line of linesOf(text ?? '')) {
        if (state.isOver) break;
        number += 1;
        state.variables.set('NR', String(number));
        state.variables.set('FNR', String(number));
        split(state, line);
        try {
          for (const { when, body } of rules) {
            if (typeof when === 'string' || (when !== undefined && !isTrue(valueOf(state, when)))) continue;
            execute(state, body);
          }
        } catch (signal) {
          if (!(signal instanceof Next)) throw signal;
        }
      }
    }
  }
  for (const rule of rules) if (rule.when === 'END') execute(state, rule.body);
  return status;
}

/** `-v name=value`, as often as wanted. */
function assignFromOutside({ process: { args }, variables }: State): void {
  for (const [index, word] of args.entries()) {
    const assigned = args[index - 1] === '-v' ? /^(\w+)=([^]*)$/.exec(word) : null;
    if (assigned !== null) variables.set(assigned[1] ?? '', unescaped(assigned[2] ?? ''));
  }
}

function split(state: State, line: string): void {
  const separator = state.variables.get('FS') ?? ' ';
  const parts =
    separator === ' '
      ? line.trim().split(/\s+/)
      : line.split(separator.length === 1 && separator !== '|' ? separator : extendedExpression(separator === '|' ? '\\|' : separator, false));
  state.fields = [line, ...(line.trim() === '' && separator === ' ' ? [] : parts)];
}

function execute(state: State, statements: readonly Statement[]): void {
  for (const statement of statements) {
    switch (statement.is) {
      case 'print': {
        const separator = state.variables.get('OFS') ?? ' ';
        const text = statement.values.length === 0 ? (state.fields[0] ?? '') : statement.values.map((value) => valueOf(state, value)).join(separator);
        state.process.out(`${text}${state.variables.get('ORS') ?? '\n'}`);
        break;
      }
      case 'printf': {
        const [format = '', ...values] = statement.values.map((value) => valueOf(state, value));
        state.process.out(formatted(format, values));
        break;
      }
      case 'if':
        execute(state, isTrue(valueOf(state, statement.condition)) ? statement.body : statement.otherwise);
        break;
      case 'next':
        throw new Next();
      case 'exit':
        state.isOver = true;
        throw new Next();
      case 'value':
        valueOf(state, statement.value);
    }
  }
}

function isTrue(value: string): boolean {
  return value !== '' && Number(value) !== 0;
}

function numberOf(value: string): number {
  const number = Number.parseFloat(value);
  return Number.isFinite(number) ? number : 0;
}

function valueOf(state: State, expression: Expression): string {
  switch (expression.is) {
    case 'text':
      return expression.text;
    case 'matches-line':
      return extendedExpression(expression.pattern, false).test(state.fields[0] ?? '') ? '1' : '0';
    case 'variable':
      if (expression.name === 'NF') return String(Math.max(0, state.fields.length - 1));
      return state.variables.get(expression.name) ?? '';
    case 'field':
      return state.fields[numberOf(valueOf(state, expression.index))] ?? '';
    case 'not':
      return isTrue(valueOf(state, expression.value)) ? '0' : '1';
    case 'negative':
      return String(-numberOf(valueOf(state, expression.value)));
    case 'joined':
      return expression.parts.map((part) => valueOf(state, part)).join('');
    case 'choice':
      return valueOf(state, isTrue(valueOf(state, expression.condition)) ? expression.yes : expression.no);
    case 'match': {
      const pattern = expression.pattern.is === 'matches-line' ? expression.pattern.pattern : valueOf(state, expression.pattern);
      return extendedExpression(pattern, false).test(valueOf(state, expression.value)) === expression.isWanted ? '1' : '0';
    }
    case 'binary':
      return binary(expression.operator, valueOf(state, expression.left), () => valueOf(state, expression.right));
    case 'assign': {
      const value = valueOf(state, expression.value);
      assign(
        state,
        expression.to,
        expression.operator === '=' ? value : binary(expression.operator.slice(0, -1), valueOf(state, expression.to), () => value),
      );
      return valueOf(state, expression.to);
    }
    case 'call':
      return call(state, expression.name, expression.values);
  }
}

function assign(state: State, to: Expression, value: string): void {
  if (to.is === 'variable') state.variables.set(to.name, value);
  if (to.is !== 'field') return;
  const index = numberOf(valueOf(state, to.index));
  if (index === 0) return split(state, value);
  while (state.fields.length <= index) state.fields.push('');
  state.fields[index] = value;
  state.fields[0] = state.fields.slice(1).join(state.variables.get('OFS') ?? ' ');
}

function binary(operator: string, left: string, rightOf: () => string): string {
  const truth = (value: boolean): string => (value ? '1' : '0');
  if (operator === '||') return truth(isTrue(left) || isTrue(rightOf()));
  if (operator === '&&') return truth(isTrue(left) && isTrue(rightOf()));
  const right = rightOf();
  const isNumeric = [left, right].every((text) => /^\s*-?\d+(?:\.\d+)?\s*$/.test(text));
  const a = isNumeric ? numberOf(left) : left;
  const b = isNumeric ? numberOf(right) : right;
  switch (operator) {
    case '==':
      return truth(a === b);
    case '!=':
      return truth(a !== b);
    case '<':
      return truth(a < b);
    case '>':
      return truth(a > b);
    case '<=':
      return truth(a <= b);
    case '>=':
      return truth(a >= b);
    case '+':
      return String(numberOf(left) + numberOf(right));
    case '-':
      return String(numberOf(left) - numberOf(right));
    case '*':
      return String(numberOf(left) * numberOf(right));
    case '/':
      return String(numberOf(left) / numberOf(right));
    default:
      return String(numberOf(left) % numberOf(right));
  }
}

function call(state: State, name: string, values: readonly Expression[]): string {
  const [first = '', second = '', third] = values.map((value, index) =>
    index < 2 && value.is === 'matches-line' ? value.pattern : valueOf(state, value),
  );
  switch (name) {
    case 'length':
      return String((values.length === 0 ? (state.fields[0] ?? '') : first).length);
    case 'substr':
      return first.slice(Math.max(0, numberOf(second) - 1), third === undefined ? undefined : numberOf(second) - 1 + numberOf(third));
    case 'index':
      return String(first.indexOf(second) + 1);
    case 'tolower':
      return first.toLowerCase();
    case 'toupper':
      return first.toUpperCase();
    case 'int':
      return String(Math.trunc(numberOf(first)));
    case 'sprintf':
      return formatted(
        first,
        values.slice(1).map((value) => valueOf(state, value)),
      );
    case 'sub':
    case 'gsub': {
      const target: Expression = values[2] ?? { is: 'field', index: { is: 'text', text: '0' } };
      const before = valueOf(state, target);
      assign(state, target, before.replace(extendedExpression(first, false, name === 'gsub'), second.replaceAll('&', '$&')));
      return before === valueOf(state, target) ? '0' : '1';
    }
    default:
      return '';
  }
}
