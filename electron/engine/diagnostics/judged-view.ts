import type { Investigation as View } from '#shared/contract/recovery-schema.ts';
import { diagnose } from '#shared/domain/diagnosis/diagnose.ts';
import type { DiagnosisInput } from '#shared/domain/diagnosis/diagnosis.ts';
import { wordProblem } from '#shared/domain/diagnosis/power-proof.ts';
import { httpsOffers } from '#shared/domain/repairs/https-repairs.ts';
import type { Neighbours, NeighbourState } from './neighbours.ts';

/** As long as it is asked again at the latest. */
const COUNTS_MS = 300_000;

/** What is known and what it means, as the table takes it. */
export function judgedView(
  input: DiagnosisInput,
  of: { readonly neighbours: ReturnType<Neighbours['list']>; readonly toolstack: View['toolstack'] },
): Pick<View, 'neighbours' | 'bmc' | 'word' | 'wordProblem' | 'sight' | 'diagnosis' | 'overHttps'> {
  // It listens over HTTPS, so it is not off.
  const isHeard = of.toolstack !== undefined && input.nowMs - of.toolstack.atMs < COUNTS_MS;
  const problem = wordProblem(input) ?? (isHeard ? 'answers' : undefined);
  const overHttps = httpsOffers(input, of.toolstack);
  return {
    neighbours: of.neighbours.map(({ neighbour, state }) => ({ host: neighbour.host, name: neighbour.at.machine.name, state: plain(state) })),
    bmc: { ...input.bmc },
    ...(input.word !== undefined && { word: { ...input.word } }),
    ...(problem !== undefined && { wordProblem: problem }),
    ...(overHttps.length > 0 && { overHttps }),
    sight: input.sight,
    diagnosis: diagnose(input),
  };
}

function plain(state: NeighbourState): NeighbourState {
  return state.is === 'asked' ? { is: 'asked', word: { ...state.word } } : { ...state };
}
