/** A step is about half a millisecond of work; so many are well below what a person notices, with room for a frame beside them. */
const STEPS = 10;

/** Runs to the end, but never for long at a time; undefined when it was stopped before. */
export async function runInSlices<T>(steps: Generator<undefined, T>, signal: AbortSignal): Promise<T | undefined> {
  for (let taken = 1; !signal.aborted; taken += 1) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (taken % STEPS === 0) await scheduler.postTask(() => undefined, { priority: 'user-visible' });
  }
  return undefined;
}
