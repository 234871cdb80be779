import { modelOf } from '#shared/xapi/load-model.ts';
import { completeFacts } from './complete-facts.ts';
import type { Facts } from './facts.ts';
import { modelTable } from './model-table.ts';
import { printCalls } from './print-calls.ts';
import { type GeneratedFile, sourceFile } from './print-file.ts';
import { printRecords } from './print-records.ts';
import { printModelTable } from './print-table.ts';
import { printEnums, printErrors, printRefs } from './print-vocabulary.ts';

/** Every generated file, in a fixed order; the same facts always give the same bytes. */
export function generate(facts: Facts): readonly GeneratedFile[] {
  const table = modelTable(completeFacts(facts));
  const model = modelOf(table);
  return [
    { path: 'model.json', text: printModelTable(table) },
    // Inferring the type of so much JSON would slow every type check; this stands in for it.
    sourceFile('model.d.json.ts', [{ from: '../model-table.ts', names: ['ModelTable'] }], ['declare const table: ModelTable;', 'export = table;']),
    printRefs(model),
    printEnums(model),
    printErrors(model),
    ...printRecords(model),
    ...printCalls(model),
  ];
}
