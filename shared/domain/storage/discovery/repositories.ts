import { readSize } from './sizes.ts';
import { everyIn, readDocument, textOf } from './xml.ts';

/** A storage repository that lies on what was looked at. */
export interface FoundRepository {
  readonly uuid: string;
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly sizeBytes?: number | undefined;
  /** Whether it holds a copy of its pool's database. */
  readonly hasPoolMetadata?: boolean | undefined;
  /** How it is laid out, where the driver that was asked first knows nothing of it. */
  readonly format?: 'lvm' | 'gfs2' | undefined;
  /** How its driver gets at it, in its own words. */
  readonly told?: Readonly<Record<string, string>> | undefined;
}

export interface FoundRepositories {
  readonly repositories: readonly FoundRepository[];
  /** Protocol versions the server speaks; undefined where it was not asked or did not say. */
  readonly versions?: readonly string[] | undefined;
}

export const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Undefined: the answer was none of the drivers' documents, so nobody may conclude that nothing is there. */
export function readRepositories(answer: string): FoundRepositories | undefined {
  const root = readDocument(answer);
  if (root?.name !== 'srlist') return undefined;
  const repositories = everyIn(root, 'sr').flatMap((element) => {
    const uuid = textOf(element, 'uuid')?.toLowerCase();
    if (uuid === undefined || !UUID.test(uuid)) return [];
    const metadata = textOf(element, 'pool_metadata_detected');
    return {
      uuid,
      name: textOf(element, 'name_label'),
      description: textOf(element, 'name_description'),
      sizeBytes: readSize(textOf(element, 'size')),
      hasPoolMetadata: metadata === undefined ? undefined : metadata.toLowerCase() === 'true',
    };
  });
  const versions = everyIn(root, 'version').flatMap(({ text }) => (text === '' ? [] : [text]));
  return { repositories, versions: versions.length === 0 ? undefined : versions };
}
