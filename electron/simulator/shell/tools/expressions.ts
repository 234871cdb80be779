const CLASSES: Readonly<Record<string, string>> = {
  alnum: 'A-Za-z0-9',
  alpha: 'A-Za-z',
  digit: '0-9',
  space: '\\s',
  blank: ' \\t',
  upper: 'A-Z',
  lower: 'a-z',
  punct: '!-\\/:-@\\[-`{-~',
  xdigit: '0-9A-Fa-f',
  cntrl: '\\x00-\\x1f',
};

/** A POSIX extended expression. */
export function extendedExpression(pattern: string, ignoresCase: boolean, isGlobal = false): RegExp {
  const source = pattern
    .replaceAll(/\[:(\w+):\]/g, (_, name: string) => CLASSES[name] ?? '')
    .replaceAll(/\\[<>]/g, '\\b')
    .replaceAll(/\[(\^?)\]([^\]]*)\]/g, '[$1\\]$2]');
  return new RegExp(source, `${ignoresCase ? 'i' : ''}${isGlobal ? 'g' : ''}`);
}

/** A basic one: signs are signs only behind a backslash. */
export function basicExpression(pattern: string, ignoresCase: boolean, isGlobal = false): RegExp {
  let inBrackets = false;
  const source = pattern.replaceAll(/\\([^])|[^]/g, (whole, escaped: string | undefined) => {
    if (inBrackets) {
      if (whole === ']') inBrackets = false;
      return whole;
    }
    if (escaped !== undefined) return '(){}|+?'.includes(escaped) ? escaped : whole;
    if (whole === '[') inBrackets = true;
    return '(){}|+?'.includes(whole) ? `\\${whole}` : whole;
  });
  return extendedExpression(source.replace(/^\*/, '\\*'), ignoresCase, isGlobal);
}

export function fixedExpression(text: string, ignoresCase: boolean): RegExp {
  return new RegExp(text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'), ignoresCase ? 'i' : '');
}
