import { startChild } from './child.ts';
import type { ExportOrder, ExportResult } from './export-client.ts';

const MIB = 1024 * 1024;
const PIECES = 4096;
const ROUNDS = 3;

export interface Exported {
  /** MiB a second, round by round. */
  readonly ours: readonly number[];
  readonly plain: readonly number[];
  /** The most of all rounds. */
  readonly growthMb: number;
}

/** Four gibibytes out of a pool through the engine, and the same by a bare request, turn by turn. */
export async function measureExport(): Promise<Exported> {
  const server = await startChild('./export-server.ts', [String(PIECES)]);
  // The server's own answer about itself.
  const about = (await server.ask({})) as Omit<ExportOrder, 'way'>;
  const ours: number[] = [];
  const plain: number[] = [];
  let growthMb = 0;
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const way of ['plain', 'ours'] as const) {
        const client = await startChild('./export-client.ts');
        const { bytes, ms, growthBytes } = (await client.ask({ ...about, way })) as ExportResult;
        await client.stop();
        if (bytes !== PIECES * MIB) throw new Error(`${way} got ${bytes} bytes`);
        (way === 'ours' ? ours : plain).push(bytes / MIB / (ms / 1000));
        if (way === 'ours') growthMb = Math.max(growthMb, growthBytes / 1e6);
      }
    }
    return { ours, plain, growthMb };
  } finally {
    await server.stop();
  }
}
