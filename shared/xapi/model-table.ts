import type { Lifecycle, ModelField, TypeShape } from './model.ts';

/** The model as it is stored: everything that repeats is written once and named by its index. */
export interface ModelTable {
  readonly types: readonly TypeShape[];
  readonly lifecycles: readonly Lifecycle[];
  readonly roles: readonly (readonly string[])[];
  readonly parameters: readonly (readonly ParameterEntry[])[];
  readonly classes: readonly ClassEntry[];
  readonly errors: Readonly<Record<string, readonly string[]>>;
}

export interface ClassEntry {
  readonly name: string;
  readonly lifecycle: number;
  readonly enums: Readonly<Record<string, readonly string[]>>;
  readonly fields: readonly FieldEntry[];
  readonly messages: readonly MessageEntry[];
}

/** A lifecycle only where it differs from the call's. */
export type ParameterEntry = readonly [name: string, type: number, isOptional: 0 | 1, lifecycle?: number];

export type FieldEntry = readonly [name: string, type: number, access: ModelField['access'], lifecycle: number, defaultText?: string];

export type MessageEntry = readonly [
  name: string,
  result: number,
  parameters: number,
  roles: number,
  lifecycle: number,
  flags: number,
  errors: readonly string[],
];

/** Bits of a message's flags. */
export const TAKES_SESSION = 1;
export const IS_IMPLICIT = 2;
export const IS_ASYNC = 4;
