import type { Host } from '#shared/domain/inventory/watched.ts';
import type { Problem } from './problem.ts';

/** A running machine goes to hosts of the same or a later version only. */
export function hostVersionProblems(from: Host, to: Host): readonly Problem[] {
  if (compareVersions(versionOf(to), versionOf(from)) >= 0) return [];
  return [{ rule: 'host-too-old', host: to.name, version: versionOf(to), needs: versionOf(from) }];
}

export function versionOf({ software }: Host): string {
  return software['platform_version'] ?? software['product_version'] ?? '';
}

/** Unknown versions say nothing. */
export function compareVersions(a: string, b: string): number {
  if (a === '' || b === '') return 0;
  const theirs = b.split('.');
  for (const [index, part] of a.split('.').entries()) {
    const difference = Number(part) - Number(theirs[index] ?? 0);
    if (difference !== 0 && !Number.isNaN(difference)) return difference;
  }
  return 0;
}
