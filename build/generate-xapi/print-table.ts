import type { ModelTable } from '#shared/xapi/model-table.ts';

/** One entry a line, so that a change in the model is a readable change of the file. */
export function printModelTable(table: ModelTable): string {
  const sections = [
    '"generated": "by build/generate-xapi from the data model; do not edit"',
    `"types": ${list(table.types)}`,
    `"lifecycles": ${list(table.lifecycles)}`,
    `"roles": ${list(table.roles)}`,
    `"parameters": ${list(table.parameters)}`,
    `"errors": {\n${Object.entries(table.errors).map(keyed).join(',\n')}\n}`,
    `"classes": [\n${table.classes.map(printClass).join(',\n')}\n]`,
  ];
  return `{\n${sections.join(',\n')}\n}\n`;
}

function printClass(entry: ModelTable['classes'][number]): string {
  const { fields, messages, ...head } = entry;
  const opening = JSON.stringify(head).slice(0, -1);
  return `${opening},"fields": ${list(fields)},"messages": ${list(messages)}}`;
}

function list(items: readonly unknown[]): string {
  return items.length === 0 ? '[]' : `[\n${items.map((item) => JSON.stringify(item)).join(',\n')}\n]`;
}

function keyed([key, value]: [string, unknown]): string {
  return `${JSON.stringify(key)}: ${JSON.stringify(value)}`;
}
