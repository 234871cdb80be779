import { byNaturalOrder } from '#shared/domain/inventory/facts.ts';
import { everyIn, readDocument, textOf } from './xml.ts';

/** A directory a file server offers. */
export interface FoundExport {
  readonly path: string;
  /** Who may mount it, as the server says; `*` for everybody. */
  readonly access: string;
}

/** Undefined: the driver said nothing, which it does when it could not list them. */
export function readExports(payload: string): readonly FoundExport[] | undefined {
  const root = readDocument(payload);
  if (root === undefined) return undefined;
  const found = new Map<string, FoundExport>();
  for (const element of everyIn(root, 'export')) {
    const path = textOf(element, 'path');
    if (path === undefined) continue;
    // Servers that speak only version 4 give the names of their pseudo root.
    const absolute = path.startsWith('/') ? path : `/${path}`;
    found.set(absolute, { path: absolute, access: textOf(element, 'accesslist') ?? '*' });
  }
  return [...found.values()].sort((a, b) => byNaturalOrder(a.path, b.path));
}
