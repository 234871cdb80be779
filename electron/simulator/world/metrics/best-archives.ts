import { STEP_SEC, startOfStep, type Archive, type Consolidation, type Rrd } from './rrd.ts';

export interface ArchiveWish {
  /** Only this consolidation, or all. */
  readonly consolidation: Consolidation | undefined;
  readonly atLeastStepsPerRow: number;
  readonly sinceSec: number;
}

/**
 * The finest archives that are coarse enough and reach back far enough; when none does, the longest ones.
 * None at all when the database has no archive of that consolidation.
 */
export function bestArchives(rrd: Rrd, wish: ArchiveWish): readonly Archive[] {
  const candidates = rrd.archives.filter((archive) => wish.consolidation === undefined || archive.consolidation === wish.consolidation);
  const lastStepSec = startOfStep(rrd.lastUpdatedSec, STEP_SEC);
  const beginsBefore = (sec: number) => (archive: Archive) =>
    archive.stepsPerRow >= wish.atLeastStepsPerRow && sec > lastStepSec - STEP_SEC * archive.rowCount * archive.stepsPerRow;
  const first = candidates.find(beginsBefore(wish.sinceSec));
  if (first !== undefined) {
    return candidates.filter((archive) => archive.rowCount === first.rowCount && archive.stepsPerRow === first.stepsPerRow);
  }
  const longest = candidates.at(-1);
  if (longest === undefined) return [];
  return candidates.filter(beginsBefore(lastStepSec + 1 - STEP_SEC * longest.rowCount * longest.stepsPerRow));
}
