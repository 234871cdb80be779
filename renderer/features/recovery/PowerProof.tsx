import { useState } from 'react';
import type { Investigation } from '#shared/contract/recovery-schema.ts';
import { clockText } from '#shared/text/format.ts';
import { failureText } from '#shared/text/failure-text.ts';
import { bmcText, powerProofText as say, wordProblemText } from '#shared/text/power-proof-text.ts';
import { isWordWhole } from '#shared/domain/diagnosis/power-proof.ts';
import { useClient } from '#renderer/state/client-context.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Card } from '#renderer/ui/Card.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import css from './PowerProof.module.css';

export interface PowerProofProps {
  readonly investigation: Investigation;
  readonly hostName: string;
  readonly onSettings: () => void;
}

/** Who can say that the host is off: its management controller, or somebody who has looked. */
export function PowerProof({ investigation, hostName, onSettings }: PowerProofProps) {
  const client = useClient();
  const { server, host, bmc, word } = investigation;
  return (
    <Card title={say.title} fill="padded">
      <div className={css['proof']}>
        <p>{say.intro}</p>
        <dl>
          <dt>{say.controller}</dt>
          <dd>
            {bmcText(bmc)}
            <span className={css['answers']}>
              <Button onClick={() => void client.call('recovery.check-again', { server, host }).catch((error: unknown) => reportError(error))}>
                {say.askNow}
              </Button>
              <Button kind="quiet" onClick={onSettings}>
                {say.ways}
              </Button>
            </span>
          </dd>
          <dt>{say.somebody}</dt>
          <dd>
            {word === undefined ? <WordForm investigation={investigation} hostName={hostName} /> : <Said investigation={investigation} word={word} />}
          </dd>
        </dl>
      </div>
    </Card>
  );
}

function Said({
  investigation: { server, host },
  word,
}: {
  readonly investigation: Investigation;
  readonly word: NonNullable<Investigation['word']>;
}) {
  const client = useClient();
  return (
    <>
      <p>{say.said(word.by, clockText(word.atMs))}</p>
      <blockquote>{word.looked}</blockquote>
      <span className={css['answers']}>
        <Button onClick={() => void client.call('recovery.take-back-word', { server, host }).catch((error: unknown) => reportError(error))}>
          {say.takeBack}
        </Button>
      </span>
    </>
  );
}

function WordForm({ investigation, hostName }: Pick<PowerProofProps, 'investigation' | 'hostName'>) {
  const client = useClient();
  const { server, host, wordProblem } = investigation;
  const [typedName, setTypedName] = useState('');
  const [looked, setLooked] = useState('');
  const [refused, setRefused] = useState('');
  if (wordProblem !== undefined) return <p>{wordProblemText[wordProblem]}</p>;

  async function write(): Promise<void> {
    const result = await client.call('recovery.say-off', { server, host, typedName, looked });
    if (!result.ok) setRefused(failureText(result.failure).what);
    else if (result.value.problem !== undefined) setRefused(wordProblemText[result.value.problem]);
  }
  const why = typedName.trim() !== hostName ? say.nameFirst : isWordWhole({ typedName, looked }, hostName) ? undefined : say.lookedFirst;
  return (
    <form
      className={css['form']}
      aria-label={say.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (why === undefined) write().catch((error: unknown) => reportError(error));
      }}
    >
      <p>{say.form}.</p>
      <TextField label={say.name(hostName)} value={typedName} onType={setTypedName} />
      <TextField label={say.looked} hint={say.lookedHint} value={looked} onType={setLooked} />
      <p className={css['note']}>{say.recorded}</p>
      {refused !== '' && <p role="alert">{say.refused(refused)}</p>}
      <span className={css['answers']}>
        <Button kind="danger" submits why={why}>
          {say.say}
        </Button>
      </span>
    </form>
  );
}
