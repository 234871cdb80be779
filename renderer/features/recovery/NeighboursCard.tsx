import type { ReactNode } from 'react';
import type { Investigation } from '#shared/contract/recovery-schema.ts';
import type { MemberWord } from '#shared/domain/diagnosis/member-word.ts';
import { neighboursText as say, notReachedWords, roleWords } from '#shared/text/neighbours-text.ts';
import { useClient } from '#renderer/state/client-context.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Card } from '#renderer/ui/Card.tsx';
import { CardTable, type CardTableRow } from '#renderer/ui/CardTable.tsx';
import { StatusWord } from '#renderer/ui/StatusWord.tsx';

const columns = [
  { title: say.host },
  { title: say.role, width: 'wide' },
  { title: say.database, align: 'end' },
  { title: say.ha },
  { title: say.vms, align: 'end' },
] as const;

/** Who could be master, whose database is newest, who is armed, and what runs where; from each host itself. */
export function NeighboursCard({ investigation }: { readonly investigation: Investigation }) {
  const generations = investigation.neighbours.flatMap(({ state }) => (state.is === 'asked' ? (state.word.dbGeneration ?? []) : []));
  const newest = generations.length > 1 ? Math.max(...generations) : undefined;
  return (
    <Card title={say.title} mark={say.note}>
      <CardTable label={say.title} columns={columns} rows={investigation.neighbours.map((one) => rowOf(one, { investigation, newest }))} />
    </Card>
  );
}

type Neighbour = Investigation['neighbours'][number];

function rowOf({ host, name, state }: Neighbour, of: { readonly investigation: Investigation; readonly newest: number | undefined }): CardTableRow {
  if (state.is !== 'asked') {
    const why = state.is === 'not-asked' ? say.notAsked : notReachedWords(state.why);
    const ask = state.is === 'not-reached' && ASKABLE.has(state.why.is) ? <AskAbout about={host} name={name} investigation={of.investigation} /> : '';
    return { key: host, cells: [name, why, ask, '', ''], tone: 'known' };
  }
  const { isHaArmed, domains } = state.word;
  const armed = isHaArmed === undefined ? say.unknown : isHaArmed ? say.armed : say.notArmed;
  return { key: host, cells: [name, roleWords(state.word), databaseCell(state.word, of.newest), armed, String(domains?.length ?? say.unknown)] };
}

function databaseCell({ dbGeneration }: MemberWord, newest: number | undefined): ReactNode {
  if (dbGeneration === undefined) return say.unknown;
  return dbGeneration === newest ? <StatusWord icon="check" tone="ok" word={`${dbGeneration} ${say.newest}`} /> : String(dbGeneration);
}

/** What a person could put right. */
const ASKABLE: ReadonlySet<string> = new Set(['host-key-unconfirmed', 'no-secret', 'secret-refused']);

function AskAbout({
  about,
  name,
  investigation: { server, host },
}: {
  readonly about: string;
  readonly name: string;
  readonly investigation: Investigation;
}) {
  const client = useClient();
  return (
    <Button
      label={say.askAbout(name)}
      onClick={() => void client.call('recovery.ask-about', { server, host, about }).catch((error: unknown) => reportError(error))}
    >
      {say.ask}
    </Button>
  );
}
