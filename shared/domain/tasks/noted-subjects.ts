import type { Delta, Inventory } from '#shared/domain/inventory/inventory.ts';
import type { EditableClass } from '#shared/domain/operations/request.ts';
import { type TreeItem, vmItem } from '#shared/domain/tree/items.ts';
import type { VmRef } from '#shared/domain/inventory/watched.ts';
import type { TaskSubject } from './task-subject.ts';

/** What each task is or was about, by its reference: objects name only the tasks that are going on with them. */
export type NotedSubjects = ReadonlyMap<string, TaskSubject>;

interface Heard {
  readonly server: string;
  /** After the delta. */
  readonly inventory: Inventory;
  readonly delta: Delta;
}

/** What a task is about before where it happens: hosts name the tasks of the machines they start. */
const classes = ['vm', 'vdi', 'appliance', 'sr', 'host', 'pool'] as const satisfies readonly EditableClass[];

/** Takes as long as the delta is, however large the pool. */
export function noteSubjects(before: NotedSubjects, { server, inventory, delta }: Heard): NotedSubjects {
  const found = classes.flatMap((name) =>
    Object.entries(delta[name]?.set ?? {}).flatMap(([ref, { currentOperations }]) => {
      const tasks = Object.keys(currentOperations ?? {});
      return tasks.length === 0 ? [] : tasks.map((task) => [task, subjectOf(name, ref, { server, inventory })] as const);
    }),
  );
  const gone = (delta.task?.gone ?? []).filter((task) => before.has(task));
  if (found.length === 0 && gone.length === 0) return before;
  const noted = new Map(before);
  for (const [task, subject] of found) {
    const known = noted.get(task);
    if (subject !== undefined && (known === undefined || rankOf(subject) < rankOf(known))) noted.set(task, subject);
  }
  for (const task of gone) noted.delete(task);
  return noted;
}

function rankOf({ item }: TaskSubject): number {
  return Math.max(
    0,
    classes.findIndex((name) => name === item.is),
  );
}

/** The same from a whole picture, in which tasks may be going on already. */
export function noteAllSubjects(before: NotedSubjects, { server, inventory }: Omit<Heard, 'delta'>): NotedSubjects {
  if (inventory.task.size === 0) return before;
  const busy = classes.map((name) => {
    const records: ReadonlyMap<string, { readonly currentOperations: Readonly<Record<string, string>> }> = inventory[name];
    return [name, { set: Object.fromEntries([...records].filter(([, record]) => Object.keys(record.currentOperations).length > 0)) }] as const;
  });
  return noteSubjects(before, { server, inventory, delta: Object.fromEntries(busy) });
}

function subjectOf(name: (typeof classes)[number], ref: string, { server, inventory }: Omit<Heard, 'delta'>): TaskSubject | undefined {
  if (name === 'vm') {
    const vm = inventory.vm.get(ref as VmRef);
    return vm === undefined ? undefined : { name: vm.name, item: vmItem(server, ref as VmRef, vm) };
  }
  const records: ReadonlyMap<string, { readonly name: string }> = inventory[name];
  const record = records.get(ref);
  return record === undefined ? undefined : { name: record.name, item: { is: name, server, ref } as TreeItem };
}
