export type ToolName = 'app' | 'chromium' | 'lab';

export interface Suite {
  /** The folder below test/, and the name of its vitest project. */
  readonly name: string;
  readonly testTimeoutMs: number;
  /** A suite that takes longer than this is ended and counts as failed, so that one hang cannot eat the whole run. */
  readonly limitMs: number;
  /** Suites whose tests load both processors by themselves, or share a browser, run one file at a time. */
  readonly runsFilesTogether: boolean;
  readonly needs: readonly ToolName[];
}

const MINUTE_MS = 60_000;

/** The suites of `npm test`, in the order they run. */
export const suites: readonly Suite[] = [
  { name: 'architecture', testTimeoutMs: 20_000, limitMs: MINUTE_MS, runsFilesTogether: true, needs: [] },
  { name: 'unit', testTimeoutMs: 10_000, limitMs: 2 * MINUTE_MS, runsFilesTogether: true, needs: [] },
  { name: 'simulator', testTimeoutMs: 30_000, limitMs: 6 * MINUTE_MS, runsFilesTogether: true, needs: [] },
  { name: 'recordings', testTimeoutMs: 60_000, limitMs: 4 * MINUTE_MS, runsFilesTogether: true, needs: [] },
  { name: 'peers', testTimeoutMs: 120_000, limitMs: 12 * MINUTE_MS, runsFilesTogether: false, needs: [] },
  { name: 'engine', testTimeoutMs: 60_000, limitMs: 12 * MINUTE_MS, runsFilesTogether: true, needs: [] },
  { name: 'lab', testTimeoutMs: 240_000, limitMs: 10 * MINUTE_MS, runsFilesTogether: false, needs: ['lab'] },
  { name: 'ui', testTimeoutMs: 60_000, limitMs: 10 * MINUTE_MS, runsFilesTogether: false, needs: ['chromium'] },
  { name: 'e2e', testTimeoutMs: 90_000, limitMs: 10 * MINUTE_MS, runsFilesTogether: false, needs: ['app', 'chromium'] },
  { name: 'installers', testTimeoutMs: 60_000, limitMs: 2 * MINUTE_MS, runsFilesTogether: false, needs: ['app'] },
];
