import type { Model } from '#shared/xapi/model.ts';

/** Groups of fields the database keeps under a common name: `VCPUs_max` is the column `VCPUs__max`. */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  VM: ['memory', 'VCPUs', 'actions', 'PV', 'HVM'],
  VM_metrics: ['memory', 'VCPUs'],
  host: ['memory', 'API_version'],
  host_metrics: ['memory'],
  VBD: ['qos'],
  VIF: ['qos'],
  VBD_metrics: ['io'],
  VIF_metrics: ['io'],
  PIF_metrics: ['io'],
};

const NAMES = new Set(['name_label', 'name_description']);
/** The one class whose names stand by themselves. */
const UNGROUPED_NAMES = 'pool';

/** What a field is called inside the database, as filters, database files and some errors spell it. */
export function columnOf(table: string, field: string): string {
  if (NAMES.has(field)) return table === UNGROUPED_NAMES ? field : field.replace('_', '__');
  const group = GROUPS[table]?.find((name) => field.startsWith(`${name}_`) && !field.startsWith(`${name}__`));
  return group === undefined ? field : `${group}_${field.slice(group.length)}`;
}

/** The reverse, for columns of a field the model knows; an unknown column keeps its own spelling. */
export function fieldOf(table: string, column: string, isKnown: (field: string) => boolean): string {
  const field = column.replace('__', '_');
  return isKnown(field) && columnOf(table, field) === column ? field : column;
}

/** Rows of these live in the server's memory only. */
export const VOLATILE_TABLES: ReadonlySet<string> = new Set(['session', 'task', 'event', 'VBD_metrics', 'VIF_metrics']);

/** A table without a class: hidden from the API, yet counted in every event reply. */
const HIDDEN_TABLE = 'Diagnostics';
/** The shape of an answer, not a kind of object. */
const NOT_A_TABLE = 'event_batch';

/** The tables of a new pool of this release. */
export function tableNamesOf(model: Model): readonly string[] {
  return [...model.classes.keys(), HIDDEN_TABLE].filter((name) => name !== NOT_A_TABLE);
}
