/** How much was done at a moment: bytes, or a share of the whole. */
export interface Sample {
  readonly done: number;
  readonly atMs: number;
}

/** The newest last, as many as say something of the pace now. */
export type Samples = readonly Sample[];

/** What is older says nothing of the pace now. */
const LOOKS_BACK_MS = 20_000;
/** Of two that follow each other faster the later one is enough. */
const APART_MS = 500;
/** A shorter look takes a burst for the pace. */
const ENOUGH_MS = 2_000;

/** With one more. What went back began anew, and so does the pace. */
export function withSample(samples: Samples, sample: Sample): Samples {
  const last = samples.at(-1);
  if (last === undefined || sample.done < last.done) return [sample];
  const before = samples.at(-2);
  const kept = before !== undefined && last.atMs - before.atMs < APART_MS ? samples.slice(0, -1) : samples;
  // The one before those kept is where the look back begins.
  const begins = kept.findLastIndex(({ atMs }) => sample.atMs - atMs >= LOOKS_BACK_MS);
  return [...kept.slice(Math.max(0, begins)), sample];
}

/** How much of it is done in a second now, the less the longer nothing has come; undefined while nobody can say. */
export function perSecond(samples: Samples, nowMs: number): number | undefined {
  const [first] = samples;
  const last = samples.at(-1);
  if (first === undefined || last === undefined || last === first) return undefined;
  const tookMs = Math.max(nowMs, last.atMs) - first.atMs;
  return tookMs < ENOUGH_MS ? undefined : ((last.done - first.done) * 1000) / tookMs;
}

/** How long the rest takes if it goes on like now; undefined while it stands still or nobody can say. */
export function restMs(samples: Samples, { whole, nowMs }: { readonly whole: number; readonly nowMs: number }): number | undefined {
  const pace = perSecond(samples, nowMs);
  const done = samples.at(-1)?.done ?? 0;
  return pace === undefined || pace <= 0 || done >= whole ? undefined : ((whole - done) / pace) * 1000;
}
