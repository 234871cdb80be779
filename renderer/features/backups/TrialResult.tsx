import { backupsText, effectLines, otherPoolText } from '#shared/text/backups-text.ts';
import { failureText } from '#shared/text/failure-text.ts';
import { dateText } from '#shared/text/format.ts';
import type { Trial } from '#renderer/state/backups.ts';
import { Notice } from '#renderer/ui/Notice.tsx';
import css from './Backups.module.css';

const { pool: say } = backupsText;

/** What the file is, what it would do, and what the pool says to it. */
export function TrialResult({ trial: { file, effect, verdict } }: { readonly trial: Trial }) {
  return (
    <>
      <p>{backupsText.fileOf(file.name, file.size, dateText(file.lastModified))}</p>
      {verdict.ok && (
        <p className={css['sum']}>
          {backupsText.checksum} <code>{verdict.value.sha256}</code>
        </p>
      )}
      {verdict.ok ? <Notice tone="known" what={say.wouldTake} /> : <Notice tone="danger" {...failureText(verdict.failure)} />}
      <Effect effect={effect} />
    </>
  );
}

function Effect({ effect }: { readonly effect: Trial['effect'] | undefined }) {
  if (effect === undefined) return <Notice tone="warn" what={say.tooBig} />;
  if (!effect.ok) return <Notice tone="danger" {...failureText(effect.failure)} />;
  const other = otherPoolText(effect.value);
  return (
    <section aria-label={say.effects}>
      {other !== undefined && <Notice tone="danger" what={other} />}
      <h3>{say.effects}</h3>
      <ul>
        {effectLines(effect.value).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </section>
  );
}
