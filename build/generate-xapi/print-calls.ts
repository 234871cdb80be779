import type { Model, ModelClass, ModelMessage, ModelParameter } from '#shared/xapi/model.ts';
import { callsName, draftName, fileName, labelName, union } from './names.ts';
import { type GeneratedFile, importsOf, sourceFile } from './print-file.ts';
import { firstRelease } from './print-records.ts';
import { Mentions, typescriptType } from './typescript-type.ts';

/** Roles from the mightiest down; each list of the model is a beginning of this one, sometimes with `client-cert`. */
const LADDER: readonly (readonly [role: string, type: string])[] = [
  ['pool-admin', 'PoolAdmin'],
  ['pool-operator', 'PoolOperator'],
  ['vm-power-admin', 'VmPowerAdmin'],
  ['vm-admin', 'VmAdmin'],
  ['vm-operator', 'VmOperator'],
  ['read-only', 'ReadOnly'],
];
const CLIENT_CERTIFICATE = 'client-cert';

export function printCalls(model: Model): readonly GeneratedFile[] {
  const callable = [...model.classes.values()].filter((entry) => entry.messages.length > 0);
  const names = callable.map((entry) => callsName(entry.name));
  const index = sourceFile(
    'calls.ts',
    callable.map((entry) => ({ from: `./calls/${fileName(entry.name)}`, names: [callsName(entry.name)] })),
    ['export interface Calls', '  extends', `${names.map((name) => `    ${name}`).join(',\n')} {}`],
  );
  return [index, ...callable.map(printCallsOf)];
}

function printCallsOf(entry: ModelClass): GeneratedFile {
  const mentions = new Mentions();
  const members = entry.messages.map((message) => printCall(message, mentions));
  const body = [`export interface ${callsName(entry.name)} {`, ...members, '}'];
  return sourceFile(`calls/${fileName(entry.name)}`, importsOf(mentions), body);
}

function printCall(message: ModelMessage, mentions: Mentions): string {
  const parameters = message.parameters.map((parameter) => printParameter(message, parameter, mentions)).join(', ');
  const kind = message.isAsync ? 'AsyncCall' : 'Call';
  mentions.facts.add(kind);
  const result = typescriptType(message.result, mentions);
  const facts = [`[${parameters}]`, result, `'${firstRelease(message)}'`, rolesType(message.roles, mentions.facts)];
  return `  '${message.class}.${message.name}': ${kind}<${facts.join(', ')}>;`;
}

function printParameter(message: ModelMessage, parameter: ModelParameter, mentions: Mentions): string {
  const label = `${labelName(parameter.name)}${parameter.isOptional ? '?' : ''}`;
  // A record as a parameter is what a constructor is given, which is less than what it makes.
  if (parameter.type.kind === 'record' && message.isImplicit) {
    mentions.drafts.add(parameter.type.class);
    return `${label}: ${draftName(parameter.type.class)}`;
  }
  return `${label}: ${typescriptType(parameter.type, mentions)}`;
}

function rolesType(roles: readonly string[], facts: Set<string>): string {
  const steps = roles.filter((role) => role !== CLIENT_CERTIFICATE);
  const least = LADDER[steps.length - 1];
  const isBeginning = steps.every((role) => LADDER.slice(0, steps.length).some(([known]) => known === role));
  if (!isBeginning) return union(roles);
  const named = [least?.[1] ?? 'LocalRoot', ...(steps.length < roles.length ? ['ClientCertificate'] : [])];
  for (const name of named) facts.add(name);
  return named.join(' | ');
}
