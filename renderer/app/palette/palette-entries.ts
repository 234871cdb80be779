import { isOrdinaryVm, onlyPool } from '#shared/domain/inventory/facts.ts';
import type { TreeItem } from '#shared/domain/tree/items.ts';
import { paletteText } from '#shared/text/commands-text.ts';
import { otherWords } from '#shared/text/other-words.ts';
import { keyOf } from '#shared/domain/tree/items.ts';
import type { Command, Target } from '#renderer/state/command.ts';
import type { InventoryState } from '#renderer/state/inventory-store.ts';
import type { IconName } from '#renderer/ui/icon-paths.ts';
import { addressOf, nameOf } from '../object-facts.ts';
import { poolNameOf } from '#renderer/state/pool-name.ts';
import { lookOfObject } from '../object-look.ts';
import { migrationsNamed } from './palette-migrate.ts';

export interface PaletteObject {
  readonly target: Target;
  readonly name: string;
  /** What is searched, in lower case. */
  readonly text: string;
}

export type PaletteEntry =
  | { readonly is: 'object'; readonly key: string; readonly label: string; readonly hint: string; readonly icon: IconName; readonly item: TreeItem }
  | {
      readonly is: 'command';
      readonly key: string;
      readonly label: string;
      readonly hint: string;
      readonly icon: IconName | undefined;
      readonly command: Command;
      readonly targets: readonly Target[];
      readonly why: string | undefined;
    };

type CommandEntry = Extract<PaletteEntry, { is: 'command' }>;

/** Nobody reads further; typing one more letter is faster. */
const SHOWN = { objects: 40, named: 10 } as const;

/** Everything that can be found by name, gathered once when the palette opens. */
export function paletteObjects({ servers, inventories }: Pick<InventoryState, 'servers' | 'inventories'>): readonly PaletteObject[] {
  return servers.flatMap((server) => {
    const inventory = inventories.get(server.id);
    if (inventory === undefined) return [];
    const on = { server: server.id as string };
    const isNamed = (onlyPool(inventory)?.pool.name ?? '') !== '';
    const items: TreeItem[] = [
      ...(isNamed ? [...inventory.pool.keys()].map((ref) => ({ is: 'pool', ...on, ref }) as const) : []),
      ...[...inventory.host.keys()].map((ref) => ({ is: 'host', ...on, ref }) as const),
      ...[...inventory.vm].flatMap(([ref, vm]) => (isOrdinaryVm(vm) ? [{ is: 'vm', ...on, ref } as const] : [])),
      ...[...inventory.sr.keys()].map((ref) => ({ is: 'sr', ...on, ref }) as const),
      ...[...inventory.network.keys()].map((ref) => ({ is: 'network', ...on, ref }) as const),
    ];
    return items.map((item) => {
      const target = { item, server, inventory };
      const name = nameOf(target);
      return { target, name, text: `${name} ${addressOf(target) ?? ''}`.toLowerCase() };
    });
  });
}

export interface PaletteQuestion {
  readonly query: string;
  readonly objects: readonly PaletteObject[];
  readonly commands: readonly Command[];
  readonly targets: readonly Target[];
  /** Looked at before, the newest first. */
  readonly recent: readonly Target[];
}

/** What fits the words, in one list: without words what was looked at last, then everything that can be done. */
export function paletteEntries({ query, objects, commands, targets, recent }: PaletteQuestion): readonly PaletteEntry[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const ofSelection = commands.filter((command) => command.appliesTo(targets)).map((command) => commandEntry(command, targets));
  if (words.length === 0) return [...recent.map((target) => objectEntry(target, paletteText.recent)), ...ofSelection];
  const found = objectsWith(words, objects).slice(0, SHOWN.objects);
  const isBegun = ({ label }: PaletteEntry): boolean => label.toLowerCase().startsWith(words.join(' '));
  return [
    ...ofSelection.filter(isBegun),
    ...migrationEntries(words, objects),
    ...namedCommands(words, { objects, commands }),
    ...found.map(({ target }) => objectEntry(target)),
    ...ofSelection.filter((entry) => !isBegun(entry) && hasAll(wordsOf(entry), words)),
  ];
}

/** By its own name and by what else it is called. */
function wordsOf({ label, command }: CommandEntry): string {
  return `${label} ${otherWords[command.id] ?? ''}`.toLowerCase();
}

/** Names that begin with the first word come first, then the rest as they are. */
function objectsWith(words: readonly string[], objects: readonly PaletteObject[]): readonly PaletteObject[] {
  const [first = ''] = words;
  const found = objects.filter(({ text }) => hasAll(text, words));
  return [...found.filter(({ text }) => text.startsWith(first)), ...found.filter(({ text }) => !text.startsWith(first))];
}

/** 'start pg-par-02': some words are a command, the rest is a name. */
function namedCommands(words: readonly string[], { objects, commands }: Pick<PaletteQuestion, 'objects' | 'commands'>): readonly PaletteEntry[] {
  const entries: PaletteEntry[] = [];
  for (let split = 1; split < words.length; split += 1) {
    const verb = words.slice(0, split).join(' ');
    const verbs = commands.filter((command) => command.group !== 'view' && command.group !== 'app');
    const named = objectsWith(words.slice(split), objects).slice(0, SHOWN.named);
    for (const { target, name } of named) {
      for (const command of verbs) {
        const isMeant = command.appliesTo([target]) && command.label([target]).toLowerCase().startsWith(verb);
        if (isMeant) entries.push(commandEntry(command, [target], name));
      }
    }
  }
  return entries.slice(0, SHOWN.named);
}

function migrationEntries(words: readonly string[], objects: readonly PaletteObject[]): readonly PaletteEntry[] {
  const vmsNamed = (name: readonly string[]): readonly PaletteObject[] =>
    objectsWith(name, objects)
      .filter(({ target }) => target.item.is === 'vm')
      .slice(0, SHOWN.named);
  return migrationsNamed(words, vmsNamed)
    .slice(0, SHOWN.named)
    .map(({ command, target }) => commandEntry(command, [target]));
}

function hasAll(text: string, words: readonly string[]): boolean {
  return words.every((word) => text.includes(word));
}

function objectEntry(target: Target, hint?: string): PaletteEntry {
  const address = addressOf(target);
  const where = [poolNameOf(target), address, hint].filter((part) => part !== undefined && part !== '');
  return {
    is: 'object',
    key: keyOf(target.item),
    label: nameOf(target),
    hint: where.join(' · '),
    icon: lookOfObject(target).icon,
    item: target.item,
  };
}

function commandEntry(command: Command, targets: readonly Target[], name?: string): CommandEntry {
  const reasons = command.blockedBy(targets);
  const label = command.label(targets);
  return {
    is: 'command',
    key: `${command.id} ${name ?? ''} ${targets.map(({ item }) => keyOf(item)).join(' ')}`,
    label: name === undefined ? label : paletteText.object(label, name),
    hint: command.shortcut ?? '',
    icon: command.icon,
    command,
    targets,
    why: reasons.length === 0 ? undefined : reasons.join(' '),
  };
}
