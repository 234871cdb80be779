import { useMemo, useState } from 'react';
import { alertsOf } from '#shared/domain/alerts/alert.ts';
import type { VmRef } from '#shared/domain/inventory/watched.ts';
import { eventsText as say } from '#shared/text/events-text.ts';
import { timeText } from '#shared/text/format.ts';
import type { Target } from '#renderer/state/command.ts';
import { copyText } from '#renderer/state/copy-text.ts';
import { subjectOfTask } from '#renderer/state/noted-tasks.ts';
import { type Task, useTasks } from '#renderer/state/operations-store.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Card } from '#renderer/ui/Card.tsx';
import { CardTable } from '#renderer/ui/CardTable.tsx';
import { SelectField } from '#renderer/ui/Choice.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { StatusWord } from '#renderer/ui/StatusWord.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import { useNow } from '#renderer/ui/use-now.ts';
import { type EventKind, type EventLine, filterLines, lineOfAlert, lineOfTask, textOfLines, type VmTask } from './event-lines.ts';
import css from './EventsTab.module.css';

/** More at once are too many to draw and to read. */
const PAGE = 100;
const KINDS = Object.entries(say.kinds).map(([value, label]) => ({ value: value as EventKind, label }));

/** Everything that is known to have happened to a VM: what its pool said, and what somebody had done to it. */
export function EventsTab({ target }: { readonly target: Target }) {
  const { item } = target;
  return item.is === 'vm' ? <Events key={`${item.server} ${item.ref}`} target={target} vm={item.ref} /> : null;
}

function Events({ target, vm }: { readonly target: Target; readonly vm: VmRef }) {
  const nowMs = useNow();
  const [kind, setKind] = useState<EventKind>('all');
  const [words, setWords] = useState('');
  const [page, setPage] = useState(0);
  const name = target.inventory.vm.get(vm)?.name ?? '';
  const lines = useLines(target, vm, nowMs);
  const shown = useMemo(() => filterLines(lines, kind, words), [lines, kind, words]);
  const first = Math.min(page, Math.max(0, Math.ceil(shown.length / PAGE) - 1)) * PAGE;
  return (
    <>
      <search className={css['tools']}>
        <TextField label={say.filter} value={words} onType={setWords} />
        <SelectField label={say.show} value={kind} options={KINDS} onChoose={setKind} />
        <Button why={shown.length === 0 ? say.nothingToCopy : undefined} onClick={() => copyText(textOfLines(shown), say.copied(shown.length))}>
          {say.copy}
        </Button>
      </search>
      {shown.length === 0 ? (
        <EmptyState>{lines.length === 0 ? say.none : say.noMatch}</EmptyState>
      ) : (
        <Card title={say.tab} mark={<Pages first={first} of={shown.length} onGo={(at) => setPage(at / PAGE)} />}>
          <CardTable
            rowHeight="two-lines"
            label={say.list(name)}
            columns={[{ title: say.when }, { title: say.what, width: 'wide' }, { title: say.more, width: 'wide' }]}
            rows={shown.slice(first, first + PAGE).map((line) => ({ key: line.key, cells: cellsOf(line, nowMs) }))}
          />
        </Card>
      )}
    </>
  );
}

function cellsOf({ atMs, icon, tone, title, more }: EventLine, nowMs: number): readonly React.ReactNode[] {
  return [
    <time key="when" className={css['when']} dateTime={new Date(atMs).toISOString()} title={new Date(atMs).toLocaleString()}>
      {timeText(atMs, nowMs)}
    </time>,
    <StatusWord key="what" icon={icon} tone={tone} word={title} />,
    more,
  ];
}

/** Nothing to turn where all of them are in sight. */
function Pages({ first, of, onGo }: { readonly first: number; readonly of: number; readonly onGo: (first: number) => void }) {
  if (of <= PAGE) return null;
  return (
    <>
      <span>{say.page(first + 1, Math.min(of, first + PAGE), of)}</span>
      <Button kind="quiet" why={first === 0 ? say.newest : undefined} onClick={() => onGo(first - PAGE)}>
        {say.newer}
      </Button>
      <Button kind="quiet" why={first + PAGE >= of ? say.oldest : undefined} onClick={() => onGo(first + PAGE)}>
        {say.older}
      </Button>
    </>
  );
}

function useLines({ server, inventory }: Target, vm: VmRef, nowMs: number): readonly EventLine[] {
  const tasks = useTasks();
  const { message } = inventory;
  const { name = '', uuid = '' } = inventory.vm.get(vm) ?? {};
  const said = useMemo(
    () =>
      alertsOf(server.id, message)
        .filter(({ aboutUuid }) => aboutUuid === uuid)
        .map((alert) => lineOfAlert(alert, name)),
    [server.id, message, uuid, name],
  );
  const isOfIt = (task: Task): task is VmTask => {
    if (task.server !== server.id) return false;
    if (task.from === 'us') return task.operation.subject.uuid === uuid;
    if (task.from === 'window') return false;
    const subject = subjectOfTask({ server: server.id, inventory, ref: task.ref, task: task.task });
    return subject?.item.is === 'vm' && subject.item.ref === vm;
  };
  const done = tasks.filter(isOfIt).map((task) => lineOfTask(task, name, nowMs));
  return [...done, ...said].toSorted((a, b) => b.atMs - a.atMs);
}
