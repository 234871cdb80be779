import type { LoadedRow } from '#simulator/world/database.ts';
import type { Ref } from '#simulator/world/value.ts';

const HOST = 'OpaqueRef:00000000-0000-0000-0000-000000000001';
const POOL = 'OpaqueRef:00000000-0000-0000-0000-000000000002';

/** The least a server needs to answer: a pool of one host. */
export function aLoneHost(refs: { readonly pool?: Ref; readonly host?: Ref } = {}): {
  readonly contents: readonly LoadedRow[];
  readonly master: Ref;
} {
  const { pool = POOL, host = HOST } = refs;
  const stored = { created: 1, modified: 1 };
  return {
    master: host,
    contents: [
      { table: 'host', ref: host, row: { uuid: 'host', name_label: 'lone', address: '127.0.0.1' }, ...stored },
      { table: 'pool', ref: pool, row: { uuid: 'pool', name_label: '', master: host }, ...stored },
    ],
  };
}
