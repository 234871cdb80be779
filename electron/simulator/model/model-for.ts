import type { Lifecycle, Model, ModelClass, ModelMessage, TypeShape } from '#shared/xapi/model.ts';
import { enumValuesOf } from './enum-values.ts';
import type { Profile } from './profiles.ts';
import { compareReleases } from '#shared/xapi/releases.ts';

/**
 * The model as one release knows it: what came later is absent, and what was removed or deprecated later is not
 * marked so. What had been removed by then stays, marked: the server keeps the field in its records and
 * answers the call with MESSAGE_REMOVED.
 */
export function modelFor(profile: Profile, full: Model): Model {
  const known = knownTo(profile.release);
  const values = enumValuesOf(full, (name) => known.has(full.messages.get(name) ?? {}));
  const classes = new Map<string, ModelClass>();
  const messages = new Map<string, ModelMessage>();
  const typed = <T extends Lifecycle & { readonly type: TypeShape }>(entries: readonly T[]): T[] =>
    entries.filter(known.has).map((entry) => ({ ...known.asOf(entry), type: values.type(entry.type) }));
  for (const entry of full.classes.values()) {
    if (!known.has(entry)) continue;
    const own = entry.messages.filter(known.has).map((message) => ({
      ...known.asOf(message),
      result: values.type(message.result),
      parameters: typed(message.parameters),
    }));
    classes.set(entry.name, { ...known.asOf(entry), enums: values.enums(entry.enums), fields: typed(entry.fields), messages: own });
    for (const message of own) messages.set(`${entry.name}.${message.name}`, message);
  }
  return { classes, messages, errors: full.errors };
}

function knownTo(release: string) {
  const isAfter = (other: string | undefined): boolean => other !== undefined && compareReleases(other, release) > 0;
  return {
    /** A prototype can be called already; where both are given, `since` may be the class's instead of the member's own. */
    has: (entry: Lifecycle): boolean => !isAfter(entry.prototyped ?? entry.since),
    asOf: <T extends Lifecycle>(entry: T): T => {
      if (!isAfter(entry.removed) && !isAfter(entry.deprecated)) return entry;
      const { removed, deprecated, ...rest } = entry;
      const kept = {
        ...rest,
        ...(removed === undefined || isAfter(removed) ? {} : { removed }),
        ...(deprecated === undefined || isAfter(deprecated) ? {} : { deprecated }),
      };
      // Both members are optional in every Lifecycle, so what is left is still a T.
      return kept as T;
    },
  };
}
