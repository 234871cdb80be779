export type ToolName = 'app' | 'chromium' | 'lab';

export interface Suite {
  /** The folder below test/, and the name of its vitest project. */
  readonly name: string;
  readonly testTimeoutMs: number;
  /** A suite that takes longer than this is ended and counts as failed, so that one hang cannot eat the whole run. */
  readonly limitMs: number;
  /** How many files run at one moment. Tests wait more than they reckon, except where one loads all processors by itself. */
  readonly filesTogether: number;
  readonly needs: readonly ToolName[];
}

const MINUTE_MS = 60_000;

/** The suites of `npm test`, in the order they run. */
export const suites: readonly Suite[] = [
  { name: 'architecture', testTimeoutMs: 20_000, limitMs: MINUTE_MS, filesTogether: 3, needs: [] },
  { name: 'unit', testTimeoutMs: 10_000, limitMs: 2 * MINUTE_MS, filesTogether: 3, needs: [] },
  { name: 'simulator', testTimeoutMs: 30_000, limitMs: 6 * MINUTE_MS, filesTogether: 3, needs: [] },
  { name: 'recordings', testTimeoutMs: 60_000, limitMs: 4 * MINUTE_MS, filesTogether: 3, needs: [] },
  { name: 'peers', testTimeoutMs: 120_000, limitMs: 12 * MINUTE_MS, filesTogether: 1, needs: [] },
  { name: 'engine', testTimeoutMs: 60_000, limitMs: 12 * MINUTE_MS, filesTogether: 3, needs: [] },
  { name: 'lab', testTimeoutMs: 240_000, limitMs: 10 * MINUTE_MS, filesTogether: 1, needs: ['lab', 'app', 'chromium'] },
  { name: 'ui', testTimeoutMs: 60_000, limitMs: 10 * MINUTE_MS, filesTogether: 3, needs: ['chromium'] },
  { name: 'e2e', testTimeoutMs: 90_000, limitMs: 10 * MINUTE_MS, filesTogether: 2, needs: ['app', 'chromium'] },
  { name: 'installers', testTimeoutMs: 60_000, limitMs: 2 * MINUTE_MS, filesTogether: 1, needs: ['app'] },
];
