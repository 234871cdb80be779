/** Calls answer with failures, so a rejection is a bug and belongs to the window's error handling. */
export function inBackground(work: Promise<unknown>): void {
  work.catch((error: unknown) => reportError(error));
}
