import { createContext, use } from 'react';
import type { Client } from '#shared/contract/client.ts';
import type { Server } from '#shared/contract/calls/server-calls.ts';
import type { OperationRequest } from '#shared/domain/operations/request.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { TreeItem } from '#shared/domain/tree/items.ts';
import type { CommandGroup } from '#shared/text/command-group.ts';
import type { IconName } from '#renderer/ui/icon-paths.ts';
import type { DialogName } from './dialogs.ts';

/** An object with the server it belongs to and all that is known there. */
export interface Target {
  readonly item: TreeItem;
  readonly server: Server;
  readonly inventory: Inventory;
}

/** What a command may reach when it runs. */
export interface CommandTools {
  readonly client: Client;
  /** Starts operations, after asking where their class asks for it. */
  start(requests: readonly OperationRequest[]): void;
  /** Closes the connection, after asking where that is wanted. */
  disconnect(target: Target): void;
  /** Opens a dialog of the window by name, about these objects. */
  open(dialog: DialogName, targets: readonly Target[]): void;
  copy(text: string, what: string): void;
}

/**
 * Something a person can do, as data: menus, palette, toolbar, context menus and the list of shortcuts are
 * all drawn from it. What it says of a selection must be cheap, for it is asked at every change.
 */
export interface Command {
  readonly id: string;
  readonly group: CommandGroup;
  readonly icon?: IconName | undefined;
  /** As 'Ctrl+B' or 'F2'. */
  readonly shortcut?: string | undefined;
  /** Not among the first that come to mind: menus put it one level down. */
  readonly isRare?: boolean | undefined;
  label(targets: readonly Target[]): string;
  /** Whether it makes sense for objects of this kind at all; where it does not, it is absent. */
  appliesTo(targets: readonly Target[]): boolean;
  /** Sentences; empty when it can be run now. */
  blockedBy(targets: readonly Target[]): readonly string[];
  run(targets: readonly Target[], tools: CommandTools): void;
  /** What it asks of the engine, for those that do; what stands in the way of some of the targets is left out. */
  readonly requests?: ((targets: readonly Target[]) => readonly OperationRequest[]) | undefined;
}

export interface Commands {
  readonly all: readonly Command[];
  run(command: Command, targets: readonly Target[]): void;
  /** Starts operations as a command does, with the questions their class asks. */
  start(requests: readonly OperationRequest[]): void;
  /** The same for what was begun by letting go of the mouse, where a slip is easy: it is always asked about. */
  startDropped(requests: readonly OperationRequest[]): void;
  /** Opens the menu of everything that applies to these objects at a place of the window. */
  openMenu(at: { readonly x: number; readonly y: number }, targets: readonly Target[]): void;
}

export const CommandsContext = createContext<Commands | undefined>(undefined);

export function useCommands(): Commands {
  const commands = use(CommandsContext);
  if (commands === undefined) throw new Error('no commands around this component');
  return commands;
}
