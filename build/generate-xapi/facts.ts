import type { Lifecycle } from '#shared/xapi/model.ts';

/** What both input formats are read into: the data model with types still written as text, and no prose. */
export interface Facts {
  readonly classes: readonly ClassFacts[];
  /** Error code -> names of its parameters. */
  readonly errors: Readonly<Record<string, readonly string[]>>;
}

export interface ClassFacts {
  readonly name: string;
  readonly lifecycle: Lifecycle;
  readonly enums: Readonly<Record<string, readonly string[]>>;
  readonly fields: readonly FieldFacts[];
  readonly messages: readonly MessageFacts[];
}

export interface FieldFacts {
  readonly name: string;
  readonly type: string;
  readonly access: 'RW' | 'RO/constructor' | 'RO/runtime';
  readonly default: string | undefined;
  readonly lifecycle: Lifecycle;
}

export interface ParameterFacts {
  readonly name: string;
  readonly type: string;
  readonly isOptional: boolean;
  /** Where it came later than its call. */
  readonly since?: string | undefined;
}

export interface MessageFacts {
  readonly name: string;
  readonly result: string;
  /** The session left out. */
  readonly parameters: readonly ParameterFacts[];
  readonly takesSession: boolean;
  readonly errors: readonly string[];
  readonly roles: readonly string[];
  readonly isImplicit: boolean;
  readonly lifecycle: Lifecycle;
}
