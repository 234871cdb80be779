/**
 * The XenAPI data model as data: what classes, fields, calls and errors exist, and since when.
 *
 * A record type names its class; `<class>` stands for the class an event is about, and `event_batch`
 * for the answer of event.from. Classes without messages (`sr_stat`, `probe_result`, `event_batch` ...)
 * only describe such answers: there are no objects of them.
 */
export type TypeShape =
  | { readonly kind: 'string' | 'int' | 'float' | 'bool' | 'datetime' | 'void' }
  | { readonly kind: 'enum'; readonly name: string; readonly values: readonly string[] }
  | { readonly kind: 'ref'; readonly class: string }
  | { readonly kind: 'set'; readonly of: TypeShape }
  | { readonly kind: 'map'; readonly key: TypeShape; readonly value: TypeShape }
  | { readonly kind: 'record'; readonly class: string }
  | { readonly kind: 'option'; readonly of: TypeShape };

/** Release names as the model spells them: a code name ('rio') or a xapi version ('23.17.0'). */
export interface Lifecycle {
  readonly since?: string;
  readonly prototyped?: string;
  readonly deprecated?: string;
  readonly removed?: string;
}

export interface ModelField extends Lifecycle {
  readonly name: string;
  readonly type: TypeShape;
  readonly access: 'RW' | 'RO/constructor' | 'RO/runtime';
  /** The model's own default, as the text it is written in; absent where a constructor must give the field. */
  readonly default?: string;
}

export interface ModelParameter extends Lifecycle {
  readonly name: string;
  readonly type: TypeShape;
  readonly isOptional: boolean;
}

export interface ModelMessage extends Lifecycle {
  /** Wire name without the class: 'start'. */
  readonly name: string;
  readonly class: string;
  readonly result: TypeShape;
  /** The session is left out; `takesSession` says whether the wire form has one in front. */
  readonly parameters: readonly ModelParameter[];
  readonly takesSession: boolean;
  readonly errors: readonly string[];
  readonly roles: readonly string[];
  /** Generated from the class's fields (getters, setters, get_record ...), not written by hand. */
  readonly isImplicit: boolean;
  readonly isAsync: boolean;
}

export interface ModelClass extends Lifecycle {
  readonly name: string;
  readonly enums: Readonly<Record<string, readonly string[]>>;
  readonly fields: readonly ModelField[];
  readonly messages: readonly ModelMessage[];
}

export interface Model {
  readonly classes: ReadonlyMap<string, ModelClass>;
  /** By wire name: 'VM.start'. */
  readonly messages: ReadonlyMap<string, ModelMessage>;
  /** Error code -> names of its parameters. */
  readonly errors: ReadonlyMap<string, readonly string[]>;
}
