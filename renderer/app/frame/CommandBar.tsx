import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { keyOf } from '#shared/domain/tree/items.ts';
import type { CommandGroup } from '#shared/text/command-group.ts';
import { commandText } from '#shared/text/commands-text.ts';
import { frameText } from '#shared/text/frame-text.ts';
import { useAccess } from '#renderer/state/access-store.ts';
import { useClient } from '#renderer/state/client-context.ts';
import { type Command, type Target, useCommands } from '#renderer/state/command.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { MenuButton } from '#renderer/ui/MenuButton.tsx';
import { useCalm } from '#renderer/ui/use-calm.ts';
import { copyXe } from '#renderer/state/copy-xe.ts';
import { contextMenu } from '../commands/menu-of.ts';
import css from './CommandBar.module.css';

/** Of more than that everything is judged anew only now and then, however fast their pool changes. */
const MANY = 30;
const CALM_MS = 1_000;

/** How many buttons there is room for beside the name, by the width of the header. */
const ROOM = [
  { from: 1000, buttons: 5 },
  { from: 820, buttons: 3 },
  { from: 640, buttons: 2 },
  { from: 0, buttons: 1 },
] as const;

const shownGroups: readonly CommandGroup[] = ['power', 'move', 'storage', 'open'];
/** At a host one sits down first, all the more when the pool has lost it; what is done to it comes after. */
const groupsOfHost: readonly CommandGroup[] = ['open', 'power', 'move', 'storage'];

/** A pool grows more often than anybody leaves it. */
const groupsOfPool: readonly CommandGroup[] = ['move', 'storage', 'pool', 'open'];

function groupsFor([first]: readonly Target[]): readonly CommandGroup[] {
  if (first?.item.is === 'host') return groupsOfHost;
  return first?.item.is === 'pool' ? groupsOfPool : shownGroups;
}

/** What is done most with these objects; everything else is behind the dots. */
export function CommandBar({ targets }: { readonly targets: readonly Target[] }) {
  const bar = useRef<HTMLDivElement>(null);
  const room = useRoom(bar);
  const commands = useCommands();
  const client = useClient();
  useAccess();
  const about = aboutOf(targets);
  const calm = useCalm(targets, { about, everyMs: CALM_MS });
  const judgedLast = useJudged(calm, { about, all: commands.all, room });
  const judged = targets.length > MANY ? judgedLast : targets;
  const shown = shownOf(commands.all, judged, room);
  const source = {
    commands: commands.all,
    targets,
    run: (command: Command) => commands.run(command, targets),
    copyXe: (command: Command) => copyXe(client, command.requests?.(targets) ?? []),
  };
  return (
    <div className={css['bar']} ref={bar} role="toolbar" aria-label={frameText.commands}>
      {shown.map((command) => (
        <CommandButton key={command.id} command={command} targets={judged} onPress={() => commands.run(command, targets)} />
      ))}
      <MenuButton kind="quiet" shape="icon" label={commandText.more} groups={() => contextMenu(source)}>
        <Icon name="more" />
      </MenuButton>
    </div>
  );
}

/** The same for as long as the same are selected. */
function aboutOf(targets: readonly Target[]): string {
  const [first] = targets;
  const last = targets.at(-1);
  return first === undefined || last === undefined ? '' : `${targets.length} ${keyOf(first.item)} ${keyOf(last.item)}`;
}

interface Judging {
  readonly about: string;
  readonly all: readonly Command[];
  readonly room: number;
}

/** The same objects once they have been judged, one command in each task: all of hundreds at once would hold up the window. */
function useJudged(targets: readonly Target[], { about, all, room }: Judging): readonly Target[] {
  const [last, setLast] = useState({ about, targets });
  const isOther = last.about !== about;
  useEffect(() => {
    // Few are judged as they are shown.
    if (targets.length <= MANY || (last.targets === targets && !isOther)) return undefined;
    const steps = isOther ? undefined : judging(all, targets, room);
    let timer: ReturnType<typeof setTimeout>;
    const goOn = (): void => {
      if (steps?.next().done === false) timer = setTimeout(goOn);
      else setLast({ about, targets });
    };
    timer = setTimeout(goOn);
    return () => clearTimeout(timer);
  }, [last, isOther, targets, about, all, room]);
  return isOther ? targets : last.targets;
}

function shownOf(all: readonly Command[], targets: readonly Target[], room: number): readonly Command[] {
  const steps = judging(all, targets, room);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** The first that can be done; where nothing can, the buttons say why. Only as many are judged as there is room for, one in each step. */
function* judging(all: readonly Command[], targets: readonly Target[], room: number): Generator<undefined, readonly Command[]> {
  const usual = all.filter((command) => command.isRare !== true);
  const main: Command[] = [];
  const possible: Command[] = [];
  for (const command of groupsFor(targets).flatMap((group) => usual.filter((each) => each.group === group))) {
    if (possible.length === room) break;
    if (!command.appliesTo(targets)) continue;
    main.push(command);
    if (command.blockedBy(targets).length === 0) possible.push(command);
    yield;
  }
  return possible.length > 0 ? possible : main.slice(0, room);
}

interface CommandButtonProps {
  readonly command: Command;
  readonly targets: readonly Target[];
  readonly onPress: () => void;
}

function CommandButton({ command, targets, onPress }: CommandButtonProps) {
  const reasons = command.blockedBy(targets);
  return (
    <Button kind="quiet" size="command" why={reasons.length === 0 ? undefined : reasons.join(' ')} onClick={onPress}>
      {command.icon !== undefined && <Icon name={command.icon} />}
      {command.label(targets)}
    </Button>
  );
}

function useRoom(bar: React.RefObject<HTMLDivElement | null>): number {
  const [buttons, setButtons] = useState<number>(ROOM[0].buttons);
  useLayoutEffect(() => {
    const header = bar.current?.parentElement;
    if (header === null || header === undefined) return undefined;
    const observer = new ResizeObserver(() => {
      const width = header.clientWidth;
      setButtons(ROOM.find(({ from }) => width >= from)?.buttons ?? 1);
    });
    observer.observe(header);
    return () => observer.disconnect();
  }, [bar]);
  return buttons;
}
