import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import { noteAllSubjects, type NotedSubjects, noteSubjects } from '#shared/domain/tasks/noted-subjects.ts';
import type { ServerTask, TaskRef } from '#shared/domain/tasks/task-entry.ts';
import { taskSubject, type TaskSubject } from '#shared/domain/tasks/task-subject.ts';
import { inventoryStore } from './inventory-store.ts';

/** By server. */
let noted: ReadonlyMap<string, NotedSubjects> = new Map();

/** Remembers what tasks are about while objects still name them; returns how to stop. */
export function noteTaskSubjects(): () => void {
  return inventoryStore.subscribe(({ change, inventories, servers }, before) => {
    if (servers !== before.servers) {
      const ids = new Set(servers.map(({ id }): string => id));
      noted = new Map([...noted].filter(([id]) => ids.has(id)));
    }
    if (inventories === before.inventories) return;
    const changed = change === undefined ? [...inventories] : [...inventories].filter(([id]) => id === change.server);
    for (const [server, inventory] of changed) {
      const known = noted.get(server) ?? new Map();
      const next =
        change === undefined ? noteAllSubjects(known, { server, inventory }) : noteSubjects(known, { server, inventory, delta: change.delta });
      if (next !== known) noted = new Map(noted).set(server, next);
    }
  });
}

/** What a task of another client is about, also when it is over. */
export function subjectOfTask(of: {
  readonly server: string;
  readonly inventory: Inventory;
  readonly ref: TaskRef;
  readonly task: ServerTask;
}): TaskSubject | undefined {
  return noted.get(of.server)?.get(of.ref) ?? taskSubject(of);
}
