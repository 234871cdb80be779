import type { World } from '#simulator/world/world.ts';

/** Something a person or a test can do to a running data centre, by name. */
export interface FaultCommand {
  readonly name: string;
  readonly parameters: readonly FaultParameter[];
  readonly description: string;
  /** Acts, and returns what there is to tell: plain data. Throws FaultError for arguments that name nothing. */
  readonly run: (world: World, values: FaultValues) => Told | void;
}

export interface FaultParameter {
  readonly name: string;
  readonly kind: 'host' | 'pool' | 'text' | 'number';
  readonly choices?: readonly string[];
  readonly isOptional?: true;
}

export type FaultValues = Readonly<Record<string, string>>;

export type Told = string | number | boolean | null | readonly Told[] | { readonly [key: string]: Told };

/** A command that could not be understood: the message is for the person who gave it. */
export class FaultError extends Error {
  override readonly name = 'FaultError';
}
