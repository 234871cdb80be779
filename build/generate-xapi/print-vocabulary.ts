import type { Model, ModelClass, TypeShape } from '#shared/xapi/model.ts';
import { labelName, propertyName, refName, typeName, union } from './names.ts';
import { type GeneratedFile, sourceFile } from './print-file.ts';

export function printRefs(model: Model): GeneratedFile {
  // 'auth' and 'event' are places to put calls, not things one can point at.
  const names = [...model.classes.values()].filter(hasObjects).map((entry) => entry.name);
  return sourceFile(
    'refs.ts',
    [{ from: '#shared/kernel/branded.ts', names: ['Branded'] }],
    names.map((name) => `export type ${refName(name)} = Branded<'${name}'>;`),
  );
}

function hasObjects({ name, messages }: ModelClass): boolean {
  return messages.some(({ result, parameters }) => [result, ...parameters.map(({ type }) => type)].some((type) => pointsAt(type, name)));
}

function pointsAt(type: TypeShape, name: string): boolean {
  switch (type.kind) {
    case 'ref':
      return type.class === name;
    case 'set':
    case 'option':
      return pointsAt(type.of, name);
    case 'map':
      return pointsAt(type.key, name) || pointsAt(type.value, name);
    default:
      return false;
  }
}

export function printEnums(model: Model): GeneratedFile {
  const enums = new Map([...model.classes.values()].flatMap((entry) => Object.entries(entry.enums)));
  const lines = [...enums].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, values]) => `export type ${typeName(name)} = ${union(values)};`);
  return sourceFile('enums.ts', [], lines);
}

/** Error parameters arrive as text, whatever they mean; their labels say what that is. */
export function printErrors(model: Model): GeneratedFile {
  const members = [...model.errors].map(([code, names]) => {
    const labels = names.map((name) => `${labelName(name)}: string`).join(', ');
    return `  ${propertyName(code)}: readonly [${labels}];`;
  });
  return sourceFile('errors.ts', [], ['export interface ErrorParameters {', ...members, '}', '', 'export type ErrorCode = keyof ErrorParameters;']);
}
