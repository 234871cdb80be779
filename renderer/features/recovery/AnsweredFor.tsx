import type { Investigation } from '#shared/contract/recovery-schema.ts';
import type { Offer } from '#shared/domain/diagnosis/offer.ts';
import { clockText } from '#shared/text/format.ts';
import { notReachedWords } from '#shared/text/neighbours-text.ts';
import { attestText as say } from '#shared/text/repair-dialog-text.ts';
import { CardTable, type CardTableRow } from '#renderer/ui/CardTable.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import css from './RepairDialog.module.css';

export interface AnsweredForProps {
  readonly offer: Offer;
  readonly investigation: Investigation;
  readonly hostName: string;
  readonly reason: string;
  readonly onReason: (reason: string) => void;
}

/** What is known of every copy of the database, before somebody takes one of them for the newest. */
export function AnsweredFor({ offer, investigation, hostName, reason, onReason }: AnsweredForProps) {
  if (offer.attestable === undefined) return null;
  const rows = [own(offer, investigation, hostName), ...investigation.neighbours.map(rowOf)];
  return (
    <section aria-label={say.title} className={css['answered']}>
      <h3>{say.title}</h3>
      <p className={css['note']}>{say.why}</p>
      <CardTable label={say.copy} columns={[{ title: say.host }, { title: say.copy }, { title: say.how, width: 'wide' }]} rows={rows} />
      <p className={css['note']}>{say.risk}</p>
      <p className={css['note']}>{say.better}</p>
      <TextField label={say.reason} value={reason} onType={onReason} />
    </section>
  );
}

/** The host that would be master; over HTTPS nothing shows its copy. */
function own({ on }: Offer, { sight: { dbGeneration } }: Investigation, name: string): CardTableRow {
  if (dbGeneration.is !== 'seen') return { key: 'own', cells: [name, say.unknown, on === 'toolstack' ? say.notLetIn : say.notAsked] };
  const { generation, changedAtS } = dbGeneration.value;
  return { key: 'own', cells: [name, copyWords(generation), howWords(changedAtS)] };
}

function rowOf({ host, name, state }: Investigation['neighbours'][number]): CardTableRow {
  if (state.is === 'asked') return { key: host, cells: [name, copyWords(state.word.dbGeneration), howWords(state.word.dbChangedAtS)] };
  return { key: host, cells: [name, say.unknown, state.is === 'not-asked' ? say.notAsked : notReachedWords(state.why)] };
}

function copyWords(generation: number | undefined): string {
  return generation === undefined ? say.unknown : say.number(generation);
}

function howWords(changedAtS: number | undefined): string {
  return changedAtS === undefined ? say.overSsh : say.written(clockText(changedAtS * 1_000));
}
