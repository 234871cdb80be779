import type { Branded } from '#shared/kernel/branded.ts';

/** How one watched fact is found in a server's record. `wire` is the server's own field name, `to` its class. */
export type Field =
  | { readonly is: 'text'; readonly wire: string }
  | { readonly is: 'flag'; readonly wire: string; readonly otherwise: boolean }
  | { readonly is: 'number'; readonly wire: string; readonly otherwise: number }
  | { readonly is: 'moment'; readonly wire: string }
  | { readonly is: 'reference'; readonly wire: string; readonly to: string }
  | { readonly is: 'references'; readonly wire: string; readonly to: string }
  | { readonly is: 'text-set'; readonly wire: string }
  | { readonly is: 'text-map'; readonly wire: string };

/** A reference to nothing is null, because a delta is JSON and must be able to say "no longer"; so is a moment that never was. */
export type ValueOf<F> = F extends { is: 'flag' }
  ? boolean
  : F extends { is: 'number' }
    ? number
    : F extends { is: 'moment' }
      ? number | null
      : F extends { is: 'reference'; to: infer Class extends string }
        ? Branded<Class> | null
        : F extends { is: 'references'; to: infer Class extends string }
          ? readonly Branded<Class>[]
          : F extends { is: 'text-set' }
            ? readonly string[]
            : F extends { is: 'text-map' }
              ? Readonly<Record<string, string>>
              : string;

export const text = <W extends string>(wire: W) => ({ is: 'text', wire }) as const;
/** `otherwise` stands where a release does not have the field. */
export const flag = <W extends string>(wire: W, otherwise: boolean) => ({ is: 'flag', wire, otherwise }) as const;
export const number = <W extends string>(wire: W, otherwise = 0) => ({ is: 'number', wire, otherwise }) as const;
/** Milliseconds since the Unix epoch; the epoch itself is how servers write "never". */
export const moment = <W extends string>(wire: W) => ({ is: 'moment', wire }) as const;
export const reference = <W extends string, C extends string>(wire: W, to: C) => ({ is: 'reference', wire, to }) as const;
export const references = <W extends string, C extends string>(wire: W, to: C) => ({ is: 'references', wire, to }) as const;
export const textSet = <W extends string>(wire: W) => ({ is: 'text-set', wire }) as const;
export const textMap = <W extends string>(wire: W) => ({ is: 'text-map', wire }) as const;

/** A field the data model does not have does not compile. */
export type FieldsOf<R> = Readonly<Record<string, Field & { readonly wire: keyof R }>>;
