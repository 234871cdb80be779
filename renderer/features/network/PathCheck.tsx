import type { HostRef, RefOf } from '#shared/domain/inventory/watched.ts';
import { narrowBelow, type PathQuestion, pathQuestions, pathSummary } from '#shared/domain/networks/path-check.ts';
import { mtuProblems } from '#shared/domain/rules/mtu-rule.ts';
import { pathCheckText as say } from '#shared/text/path-check-text.ts';
import type { Target } from '#renderer/state/command.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { CardTable } from '#renderer/ui/CardTable.tsx';
import { Notice } from '#renderer/ui/Notice.tsx';
import { StatusWord } from '#renderer/ui/StatusWord.tsx';
import css from './Networks.module.css';
import { ShellNotes } from './ShellNotes.tsx';
import { type PathTrial, type Tried, usePathCheck } from './use-path-check.ts';

interface PathCheckProps {
  readonly target: Target;
  readonly network: RefOf<'network'>;
  /** As typed; out of range where that is no number. */
  readonly mtu: number;
  /** An address that must be reached besides. */
  readonly reach?: string | undefined;
}

/** Whether packets as large as wished get from host to host, before anything is changed. */
export function PathCheck({ target, network, mtu, reach }: PathCheckProps) {
  const { trial, begin, tryAgain } = usePathCheck(target);
  const questions = pathQuestions(target.inventory, network, reach);
  const below = narrowBelow(target.inventory, network, mtu);
  const size = mtuProblems(mtu).length === 0 ? mtu : undefined;
  return (
    <section className={css['form']} aria-label={say.title}>
      {below !== undefined && <Notice tone="warn" what={say.narrowBelow(below.device, below.mtu)} />}
      <div className={css['tools']}>
        <Button why={whyNot({ size, questions, trial })} onClick={() => begin({ network, mtu, questions })}>
          {trial?.mtu === mtu ? say.again : say.button(size)}
        </Button>
      </div>
      <p className={css['note']}>{questions.length === 0 ? say.nobody : say.hint}</p>
      {trial !== undefined && <Told trial={trial} target={target} onTrusted={tryAgain} />}
    </section>
  );
}

interface Hindrances {
  readonly size: number | undefined;
  readonly questions: readonly PathQuestion[];
  readonly trial: PathTrial | undefined;
}

function whyNot({ size, questions, trial }: Hindrances): string | undefined {
  if (size === undefined) return say.badMtu;
  if (questions.length === 0) return say.nobody;
  return trial?.tried.some(({ word }) => word.is === 'asking') === true ? say.trying : undefined;
}

interface ToldProps {
  readonly trial: PathTrial;
  readonly target: Target;
  readonly onTrusted: (host: HostRef) => void;
}

function Told({ trial, target, onTrusted }: ToldProps) {
  return (
    <>
      <Results trial={trial} />
      <Conclusion trial={trial} />
      <ShellNotes target={target} words={new Map(trial.tried.map(({ question, word }) => [question.host, word]))} onTrusted={onTrusted} />
    </>
  );
}

function Results({ trial: { mtu, tried } }: { readonly trial: PathTrial }) {
  return (
    <CardTable
      label={say.title}
      rowHeight="two-lines"
      columns={[{ title: say.from }, { title: say.result, width: 'wide' }]}
      rows={tried.map(({ question, word }) => ({
        key: question.host,
        cells: [question.name, <Result key="result" tried={{ question, word }} mtu={mtu} />],
      }))}
    />
  );
}

/** More troubles of one host than these are counted. */
const NAMED = 4;

function Result({ tried: { word }, mtu }: { readonly tried: Tried; readonly mtu: number }) {
  if (word.is === 'asking') return <StatusWord icon="clock" tone="known" word={say.trying} />;
  if (word.is === 'no-way') return <StatusWord icon="warning" tone="warn" word={say.noWay} />;
  const { fits, notYet, troubles } = pathSummary(word, mtu);
  return (
    <span className={css['model']}>
      {fits > 0 && <StatusWord icon="ok" tone="ok" word={say.fits(fits, mtu)} />}
      {notYet > 0 && <StatusWord icon="clock" tone="known" word={say.notYet(notYet, word.own)} />}
      {troubles.slice(0, NAMED).map(({ to, passes }) => (
        <StatusWord key={to} icon="error" tone="danger" word={say.trouble(to, passes)} />
      ))}
      {troubles.length > NAMED && <small>{say.more(troubles.length - NAMED)}</small>}
    </span>
  );
}

/** What follows from all of them together. */
function Conclusion({ trial: { mtu, tried } }: { readonly trial: PathTrial }) {
  const all = tried.flatMap(({ word }) => (word.is === 'said' ? [pathSummary(word, mtu)] : []));
  return (
    <>
      {all.some(({ troubles }) => troubles.some(({ passes }) => passes > 0)) && <Notice tone="warn" what={say.narrowNote} />}
      {all.some(({ notYet }) => notYet > 0) && <p className={css['note']}>{say.notYetNote}</p>}
    </>
  );
}
