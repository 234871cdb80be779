/** Whole-number arithmetic as in $(( )). Names that are no variables count as 0. */
export function arithmetic(text: string, variable: (name: string) => string | undefined): number {
  const tokens = text.match(/\d+|[A-Za-z_]\w*|\*\*|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%<>!~?:()&|^]/g) ?? [];
  let at = 0;

  function value(): number {
    const token = tokens[at];
    at += 1;
    if (token === undefined) return 0;
    if (token === '(') {
      const inner = choice();
      at += 1;
      return inner;
    }
    if (token === '-') return -value();
    if (token === '+') return value();
    if (token === '!') return value() === 0 ? 1 : 0;
    if (token === '~') return ~value();
    if (/^\d/.test(token)) return token.length > 1 && token.startsWith('0') ? Number.parseInt(token, 8) : Number(token);
    const found = variable(token);
    return found === undefined || found.trim() === '' ? 0 : arithmetic(found, variable);
  }

  function level(index: number): number {
    const operators = LEVELS[index];
    if (operators === undefined) return value();
    let left = level(index + 1);
    for (;;) {
      const operator = tokens[at];
      const apply = operator === undefined ? undefined : operators[operator];
      if (apply === undefined) return left;
      at += 1;
      left = apply(left, level(index + 1));
    }
  }

  function choice(): number {
    const condition = level(0);
    if (tokens[at] !== '?') return condition;
    at += 1;
    const yes = choice();
    at += 1;
    const no = choice();
    return condition === 0 ? no : yes;
  }

  return Math.trunc(choice());
}

type Operator = (left: number, right: number) => number;
const truth = (isTrue: boolean): number => (isTrue ? 1 : 0);

/** Weakest first. */
const LEVELS: readonly Readonly<Record<string, Operator>>[] = [
  { '||': (a, b) => truth(a !== 0 || b !== 0) },
  { '&&': (a, b) => truth(a !== 0 && b !== 0) },
  { '|': (a, b) => Number(BigInt(a) | BigInt(b)) },
  { '^': (a, b) => a ^ b },
  { '&': (a, b) => Number(BigInt(a) & BigInt(b)) },
  { '==': (a, b) => truth(a === b), '!=': (a, b) => truth(a !== b) },
  { '<': (a, b) => truth(a < b), '>': (a, b) => truth(a > b), '<=': (a, b) => truth(a <= b), '>=': (a, b) => truth(a >= b) },
  { '<<': (a, b) => a * 2 ** b, '>>': (a, b) => Math.floor(a / 2 ** b) },
  { '+': (a, b) => a + b, '-': (a, b) => a - b },
  { '*': (a, b) => a * b, '/': (a, b) => (b === 0 ? 0 : Math.trunc(a / b)), '%': (a, b) => (b === 0 ? 0 : a % b) },
  { '**': (a, b) => a ** b },
];
