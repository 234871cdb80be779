/** One release of the product, as far as its data model and its wire differ from others. */
export interface Profile {
  readonly name: string;
  /** The newest release of the data model it has. */
  readonly release: string;
  /** host.API_version_minor under API_version_major. */
  readonly apiVersion: { readonly major: number; readonly minor: number };
  /** What a database file's manifest says and software_version.db_schema shows. */
  readonly schema: { readonly major: number; readonly minor: number };
  /** JSON-RPC 2.0 errors are objects since API 2.8; before that they are bare arrays. */
  readonly jsonRpcErrors: 'objects' | 'arrays';
}

function profile(name: string, facts: { release: string; api: readonly [number, number]; schema: number }): Profile {
  const [major, minor] = facts.api;
  return {
    name,
    release: facts.release,
    apiVersion: { major, minor },
    schema: { major: 5, minor: facts.schema },
    jsonRpcErrors: major > 2 || (major === 2 && minor >= 8) ? 'objects' : 'arrays',
  };
}

/** In order of release. The early ones are there for the databases of such pools that still exist. */
export const profiles: readonly Profile[] = [
  profile('5.0', { release: 'orlando', api: [1, 3], schema: 55 }),
  profile('5.5', { release: 'george', api: [1, 6], schema: 57 }),
  profile('5.6', { release: 'midnight-ride', api: [1, 7], schema: 60 }),
  profile('5.6.1', { release: 'cowley', api: [1, 8], schema: 61 }),
  profile('6.0', { release: 'boston', api: [1, 9], schema: 63 }),
  profile('6.1', { release: 'tampa', api: [1, 10], schema: 66 }),
  profile('6.2', { release: 'clearwater', api: [2, 0], schema: 67 }),
  profile('7.0', { release: 'dundee', api: [2, 5], schema: 93 }),
  profile('7.1', { release: 'ely', api: [2, 6], schema: 108 }),
  profile('7.2', { release: 'falcon', api: [2, 7], schema: 120 }),
  profile('7.3', { release: 'inverness', api: [2, 8], schema: 133 }),
  profile('7.4', { release: 'jura', api: [2, 9], schema: 134 }),
  profile('7.5', { release: 'kolkata', api: [2, 10], schema: 142 }),
  profile('7.6', { release: 'lima', api: [2, 11], schema: 203 }),
  profile('8.0', { release: 'naples', api: [2, 12], schema: 400 }),
  profile('8.1', { release: 'quebec', api: [2, 14], schema: 504 }),
  // The secret rotation of stockholm_psr reached 8.2 as a hotfix, which every supported 8.2 has.
  profile('8.2', { release: 'stockholm_psr', api: [2, 15], schema: 602 }),
  profile('8.3', { release: '24.19.2', api: [2, 21], schema: 775 }),
  profile('9', { release: '26.17.0', api: [2, 23], schema: 909 }),
];

export function profileOf(name: string): Profile {
  const found = profiles.find((candidate) => candidate.name === name);
  if (found === undefined) throw new RangeError(`no profile ${name}; there are ${profiles.map((known) => known.name).join(', ')}`);
  return found;
}

/** The release that wrote a database of this schema: the newest that is not newer than the schema. */
export function profileOfSchema(schema: { readonly major: number; readonly minor: number }): Profile {
  const written = profiles.filter((candidate) => candidate.schema.major <= schema.major && candidate.schema.minor <= schema.minor);
  const newest = written.at(-1);
  if (newest === undefined) throw new RangeError(`no release is known to have written schema ${schema.major}.${schema.minor}`);
  return newest;
}
