import type { PlanQuestion } from '#shared/domain/ha/questions.ts';
import { haText } from '#shared/text/ha-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Card } from '#renderer/ui/Card.tsx';
import { Meter } from '#renderer/ui/Meter.tsx';
import { StatusWord } from '#renderer/ui/StatusWord.tsx';
import css from './Ha.module.css';
import type { Planning } from './use-plan.ts';

type ToleranceQuestion = Extract<PlanQuestion, { is: 'tolerance' }>;

interface ToleranceProps {
  readonly planning: Planning<ToleranceQuestion>;
  readonly failures: number;
  readonly onChange: (failures: number) => void;
}

export function ToleranceCard(props: ToleranceProps) {
  return (
    <Card title={haText.failures} fill="padded">
      <Tolerance {...props} />
    </Card>
  );
}

/** How many, what the server makes of that, and apart from it what we know better. */
export function Tolerance({ planning, failures, onChange }: ToleranceProps) {
  const { answer } = planning;
  return (
    <div className={css['tolerance']}>
      <fieldset className={css['stepper']} aria-label={haText.failures}>
        <Button shape="icon" label={haText.fewer} onClick={() => onChange(Math.max(0, failures - 1))}>
          −
        </Button>
        <output aria-live="polite">{failures}</output>
        <Button shape="icon" label={haText.more} onClick={() => onChange(failures + 1)}>
          +
        </Button>
      </fieldset>
      <div className={css['words']} aria-busy={planning.is === 'calculating'}>
        {answer !== undefined && <Verdict answer={answer} failures={failures} />}
        <Waiting planning={planning} />
      </div>
      {answer !== undefined && <Memory memory={answer.memory} failures={failures} />}
    </div>
  );
}

function Waiting({ planning }: { readonly planning: Planning<ToleranceQuestion> }) {
  switch (planning.is) {
    case 'calculating':
      return (
        <p>
          {haText.calculating}{' '}
          <Button kind="quiet" onClick={planning.cancel}>
            {haText.cancel}
          </Button>
        </p>
      );
    case 'cancelled':
      return (
        <p>
          {haText.cancelled}{' '}
          <Button kind="quiet" onClick={planning.again}>
            {haText.calculateAgain}
          </Button>
        </p>
      );
    default:
      return null;
  }
}

type Answer = NonNullable<Planning<ToleranceQuestion>['answer']>;

function Verdict({ answer: { server, room, oneMore, another }, failures }: { readonly answer: Answer; readonly failures: number }) {
  const isPlanned = failures > 0 && failures <= server.failures;
  return (
    <>
      {isPlanned && <StatusWord icon="ok" tone="ok" word={haText.planExists(failures)} />}
      {failures === 0 && <StatusWord icon="warning" tone="warn" word={haText.planForNone} />}
      {failures > server.failures && <StatusWord icon="warning" tone="danger" word={haText.overcommitted(failures, server.failures)} />}
      <p>{haText.serverSays(server.failures)}</p>
      {server.notAgile.length > 0 && (
        <p>
          {haText.notAgileStops(server.notAgile.length)} {haText.ifAgile(server.failuresIfAgile)}
        </p>
      )}
      {server.noRoomNow.length > 0 && <p>{haText.noRoomNow(server.noRoomNow.length)}</p>}
      {room > server.failures && <p>{haText.oursSays(room)}</p>}
      {oneMore !== undefined && <p>{moreText(oneMore)}</p>}
      <Another another={another} failures={server.failures} />
    </>
  );
}

/** How full the hosts that are left would be. */
function Memory({ memory: { neededBytes, roomBytes }, failures }: { readonly memory: Answer['memory']; readonly failures: number }) {
  const room = roomBytes[failures] ?? 0;
  const share = room === 0 ? 1 : neededBytes / room;
  const label = haText.memoryAfter(failures);
  const figure = haText.memoryIs(neededBytes, room);
  return (
    <div className={css['memory']}>
      <p>
        <span>{label}</span> <span>{figure}</span>
      </p>
      <Meter value={share} label={`${label}: ${figure}`} tone={share > 1 ? 'danger' : 'normal'} />
    </div>
  );
}

function Another({ another, failures }: { readonly another: Answer['another']; readonly failures: number }) {
  if (another === undefined || another.server.failures <= failures) return null;
  return <p>{haText.withAnother(another.like, another.bytes, another.server.failures)}</p>;
}

function moreText({ failures, growEachBytes, unprotect }: NonNullable<Answer['oneMore']>): string {
  const ways = [
    ...(growEachBytes === undefined ? [] : [haText.grow(failures, growEachBytes)]),
    ...(growEachBytes === undefined || unprotect === undefined || unprotect.length === 0 ? [] : [haText.orUnprotect(unprotect.length)]),
  ];
  return ways.length === 0 ? haText.atMost : `${ways.join(', ')}.`;
}
