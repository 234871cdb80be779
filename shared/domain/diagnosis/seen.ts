import type { HostSight, Section, Seen, SightValues } from './sight.ts';

/** What a section says, if it says anything. */
export function valueOf<S extends Section>(sight: HostSight, section: S): SightValues[S] | undefined {
  const seen: Seen<SightValues[S]> = sight[section];
  return seen.is === 'seen' ? seen.value : undefined;
}
