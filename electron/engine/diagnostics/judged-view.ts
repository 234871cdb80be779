import type { Investigation as View } from '#shared/contract/recovery-schema.ts';
import { diagnose } from '#shared/domain/diagnosis/diagnose.ts';
import type { DiagnosisInput } from '#shared/domain/diagnosis/diagnosis.ts';
import { wordProblem } from '#shared/domain/diagnosis/power-proof.ts';
import type { Neighbours, NeighbourState } from './neighbours.ts';

/** What is known and what it means, as the table takes it. */
export function judgedView(
  input: DiagnosisInput,
  of: { readonly neighbours: ReturnType<Neighbours['list']>; readonly isToolstackHeard: boolean },
): Pick<View, 'neighbours' | 'bmc' | 'word' | 'wordProblem' | 'sight' | 'diagnosis'> {
  const problem = wordProblem(input) ?? (of.isToolstackHeard ? 'answers' : undefined);
  return {
    neighbours: of.neighbours.map(({ neighbour, state }) => ({ host: neighbour.host, name: neighbour.at.machine.name, state: plain(state) })),
    bmc: { ...input.bmc },
    ...(input.word !== undefined && { word: { ...input.word } }),
    ...(problem !== undefined && { wordProblem: problem }),
    sight: input.sight,
    diagnosis: diagnose(input),
  };
}

function plain(state: NeighbourState): NeighbourState {
  return state.is === 'asked' ? { is: 'asked', word: { ...state.word } } : { ...state };
}
