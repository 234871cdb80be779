import type { Model, ModelClass, ModelField } from '#shared/xapi/model.ts';
import { compareReleases } from '#shared/xapi/releases.ts';
import { draftName, fileName, propertyName, recordName } from './names.ts';
import { type GeneratedFile, importsOf, sourceFile } from './print-file.ts';
import { Mentions, typescriptType } from './typescript-type.ts';

/**
 * The oldest release whose pools are fully supported. A field that came later may be absent from a record, and the
 * types say so: code that reads it has to say what its absence means.
 */
const OLDEST_RELEASE = 'stockholm_psr';

export function printRecords(model: Model): readonly GeneratedFile[] {
  const described = [...model.classes.values()].filter((entry) => entry.fields.length > 0);
  const index = sourceFile(
    'records.ts',
    described.map((entry) => ({ from: `./records/${fileName(entry.name)}`, names: [recordName(entry.name)] })),
    ['export interface Records {', ...described.map((entry) => `  ${propertyName(entry.name)}: ${recordName(entry.name)};`), '}'],
  );
  return [index, ...described.map(printRecord)];
}

function printRecord(entry: ModelClass): GeneratedFile {
  const mentions = new Mentions();
  const record = interfaceOf(recordName(entry.name), entry.fields, {
    mentions,
    isOptional: (field) => field.type.kind === 'option' || isYoungerThanItsClass(field, entry),
  });
  const draft = isConstructible(entry)
    ? interfaceOf(draftName(entry.name), entry.fields.filter(isGivenToConstructor), {
        mentions,
        isOptional: (field) => field.default !== undefined,
      })
    : [];
  const imports = importsOf(mentions, entry.name);
  return sourceFile(`records/${fileName(entry.name)}`, imports, [...record, ...(draft.length === 0 ? [] : ['', ...draft])]);
}

function interfaceOf(
  name: string,
  fields: readonly ModelField[],
  rules: { mentions: Mentions; isOptional: (field: ModelField) => boolean },
): readonly string[] {
  const members = fields.map((field) => {
    const mark = rules.isOptional(field) ? '?' : '';
    return `  readonly ${propertyName(field.name)}${mark}: ${typescriptType(field.type, rules.mentions)};`;
  });
  return [`export interface ${name} {`, ...members, '}'];
}

function isYoungerThanItsClass(field: ModelField, entry: ModelClass): boolean {
  const fieldRelease = firstRelease(field);
  const isYounger = compareReleases(fieldRelease, firstRelease(entry)) > 0;
  return isYounger && compareReleases(fieldRelease, OLDEST_RELEASE) > 0;
}

export function firstRelease(entry: { readonly since?: string; readonly prototyped?: string }): string {
  return entry.prototyped ?? entry.since ?? 'rio';
}

function isConstructible(entry: ModelClass): boolean {
  return entry.messages.some((message) => message.isImplicit && message.name === 'create');
}

function isGivenToConstructor(field: ModelField): boolean {
  return field.access !== 'RO/runtime';
}
