import { useEffect, useRef, useState } from 'react';
import type { ByteStream } from '#shared/contract/byte-stream.ts';
import { restoreDatabaseLines } from '#shared/domain/backups/xe-backups.ts';
import { onlyPool, recordAt } from '#shared/domain/inventory/facts.ts';
import { restoreProblems } from '#shared/domain/rules/backup-rules.ts';
import { backupsText } from '#shared/text/backups-text.ts';
import { problemText } from '#shared/text/problem-text.ts';
import { restoreDatabase, type Trial, tryBackup } from '#renderer/state/backups.ts';
import { useClient } from '#renderer/state/client-context.ts';
import type { Target } from '#renderer/state/command.ts';
import { inBackground } from '#renderer/state/in-background.ts';
import { poolNameOf } from '#renderer/state/pool-name.ts';
import { FilePick } from '#renderer/ui/FilePick.tsx';
import { Notice } from '#renderer/ui/Notice.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import css from './Backups.module.css';
import { RestoreDialog } from './RestoreDialog.tsx';
import { TrialResult } from './TrialResult.tsx';

const { pool: say } = backupsText;

export interface RestoreDatabaseDialogProps {
  readonly target: Target;
  readonly onClose: () => void;
}

type State = { readonly is: 'none' } | { readonly is: 'trying'; readonly file: File } | { readonly is: 'tried'; readonly trial: Trial };

/** What a backup would do is shown, and the pool tries it, before anything is asked for. */
export function RestoreDatabaseDialog({ target, onClose }: RestoreDatabaseDialogProps) {
  const client = useClient();
  const { server, inventory } = target;
  const [state, setState] = useState<State>({ is: 'none' });
  const [typed, type] = useState('');
  const stream = useRef<ByteStream>(undefined);
  const wanted = useRef<File>(undefined);
  // Whoever closes the dialog waits for no trial.
  useEffect(
    () => () => {
      wanted.current = undefined;
      stream.current?.stop({ kind: 'cancelled' });
    },
    [],
  );
  const name = poolNameOf(target);
  const problems = restoreProblems(inventory);

  async function attempt(file: File): Promise<void> {
    stream.current?.stop({ kind: 'cancelled' });
    wanted.current = file;
    setState({ is: 'trying', file });
    const take = (begun: ByteStream): void => {
      stream.current = begun;
      if (wanted.current !== file) begun.stop({ kind: 'cancelled' });
    };
    const trial = await tryBackup(client, { server: server.id, file, onStream: take });
    if (wanted.current === file) setState({ is: 'tried', trial });
  }

  function start(): void {
    const master = recordAt(inventory.host, onlyPool(inventory)?.pool.master)?.name ?? '';
    if (state.is === 'tried') restoreDatabase(client, { server: server.id, file: state.trial.file, master });
  }

  const why = whyNot(state, { isLive: server.state.is === 'live', hasProblems: problems.length > 0, isTyped: typed.trim() === name });
  const file = state.is === 'tried' ? state.trial.file : undefined;
  return (
    <RestoreDialog
      title={say.title(name)}
      xe={file === undefined ? undefined : restoreDatabaseLines(file.name).join('\n')}
      verb={say.verb}
      why={why}
      onDo={start}
      onClose={onClose}
    >
      <p>{say.intro}</p>
      {problems.map((problem) => (
        <Notice key={problem.rule} tone="warn" what={problemText(problem)} />
      ))}
      <FilePick label={backupsText.choose} accepts="" onPick={(picked) => inBackground(attempt(picked))} />
      {state.is === 'trying' && (
        <div className={css['trying']}>
          <progress aria-label={state.file.name} />
          <output>{say.trying}</output>
        </div>
      )}
      {state.is === 'tried' && <TrialResult trial={state.trial} />}
      {state.is === 'tried' && state.trial.verdict.ok && <TextField label={backupsText.typeName(name)} value={typed} onType={type} />}
    </RestoreDialog>
  );
}

function whyNot(state: State, { isLive, hasProblems, isTyped }: Readonly<Record<'isLive' | 'hasProblems' | 'isTyped', boolean>>): string | undefined {
  if (!isLive) return backupsText.notLive;
  if (state.is === 'none') return backupsText.noFile;
  if (state.is === 'trying') return say.untried;
  if (!state.trial.verdict.ok) return say.wouldNotTake;
  if (hasProblems) return say.inTheWay;
  return isTyped ? undefined : backupsText.notTyped;
}
