import { join } from 'node:path';
import { z } from 'zod';
import { type Document, openDocument } from '#engine/store/document.ts';
import { rehearsalSchema } from '#shared/contract/ways-schema.ts';
import type { RouteHistory } from '#shared/domain/routes/rank.ts';
import type { Rehearsal } from '#shared/domain/routes/rehearsal.ts';

const content = z.object({ hosts: z.record(z.string(), rehearsalSchema) });
type Content = z.infer<typeof content>;

/** Of hosts that left their pools long ago nobody needs to know. */
const KEPT_MS = 365 * 86_400_000;

/** How the ways to each host fared when all was well, by its installation's id. */
export interface WayBook {
  of(host: string): Rehearsal | undefined;
  keep(host: string, rehearsal: Rehearsal): Promise<void>;
  /** What worked then is tried first. */
  history(host: string): ReadonlyMap<string, RouteHistory>;
}

export async function openWayBook(setup: { readonly folder: string; readonly newId: () => string }): Promise<WayBook> {
  const file: Document<Content> = await openDocument({
    path: join(setup.folder, 'ways.json'),
    shape: { version: 1, content, empty: { hosts: {} }, upgrade: (saved) => saved },
    unique: setup.newId,
  });
  const of = (host: string): Rehearsal | undefined => file.current().hosts[host];
  return {
    of,
    async keep(host, rehearsal) {
      await file.update(({ hosts }) => {
        const recent = Object.entries(hosts).filter(([, { atMs }]) => rehearsal.atMs - atMs < KEPT_MS);
        return { hosts: { ...Object.fromEntries(recent), [host]: rehearsal } };
      });
    },
    history(host) {
      const { atMs, ways } = of(host) ?? { atMs: 0, ways: [] };
      return new Map(ways.filter(({ came }) => came === 'works').map(({ route }) => [route, { workedAtMs: atMs, failedAtMs: [] }]));
    },
  };
}
