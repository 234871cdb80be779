/** A shell script as the parser understands it. */
export type Part =
  | { readonly is: 'text'; readonly text: string; readonly isQuoted: boolean }
  | { readonly is: 'variable'; readonly name: string; readonly isQuoted: boolean; readonly change?: VariableChange }
  | { readonly is: 'length'; readonly name: string; readonly isQuoted: boolean }
  | { readonly is: 'command'; readonly script: Script; readonly isQuoted: boolean }
  | { readonly is: 'arithmetic'; readonly expression: Word; readonly isQuoted: boolean };

/** What follows the name in `${name##pattern}` and its like. */
export interface VariableChange {
  readonly operator: string;
  readonly word: Word;
  readonly replacement?: Word;
}

export type Word = readonly Part[];

export interface Redirect {
  readonly fd: number;
  readonly operator: '<' | '>' | '>>' | '<>' | '>&' | '<&' | '<<<' | '&>' | '<<';
  readonly target: Word;
}

export interface Assignment {
  readonly name: string;
  readonly value: Word;
  readonly isAppended: boolean;
}

export type Command = { readonly redirects: readonly Redirect[] } & (
  | { readonly is: 'simple'; readonly assignments: readonly Assignment[]; readonly words: readonly Word[] }
  | { readonly is: 'group'; readonly body: Script }
  | { readonly is: 'subshell'; readonly body: Script }
  | { readonly is: 'if'; readonly branches: readonly { readonly condition: Script; readonly body: Script }[]; readonly otherwise: Script | undefined }
  | { readonly is: 'for'; readonly name: string; readonly words: readonly Word[] | undefined; readonly body: Script }
  | { readonly is: 'while'; readonly until: boolean; readonly condition: Script; readonly body: Script }
  | { readonly is: 'case'; readonly subject: Word; readonly branches: readonly { readonly patterns: readonly Word[]; readonly body: Script }[] }
  | { readonly is: 'function'; readonly name: string; readonly body: Command }
  | { readonly is: 'condition'; readonly words: readonly Word[] }
  | { readonly is: 'arithmetic'; readonly expression: Word }
);

export interface Pipeline {
  readonly isNegated: boolean;
  readonly commands: readonly Command[];
}

export interface Chain {
  readonly first: Pipeline;
  readonly rest: readonly { readonly operator: '&&' | '||'; readonly pipeline: Pipeline }[];
}

export type Script = readonly { readonly chain: Chain; readonly isBackground: boolean }[];

/** bash would say the same and end with 2. */
export class ShellSyntaxError extends Error {
  override readonly name = 'ShellSyntaxError';
}
