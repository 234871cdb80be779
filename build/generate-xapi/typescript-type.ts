import type { TypeShape } from '#shared/xapi/model.ts';
import { recordName, refName, typeName } from './names.ts';

/** What one generated file mentions and so has to import. */
export class Mentions {
  readonly refs = new Set<string>();
  readonly enums = new Set<string>();
  /** Names of `call.ts`. */
  readonly facts = new Set<string>();
  /** Classes whose records are mentioned. */
  readonly records = new Set<string>();
  /** Classes of which a constructor's argument is mentioned. */
  readonly drafts = new Set<string>();
}

const SCALARS = { string: 'string', datetime: 'string', int: 'number', float: 'number', bool: 'boolean', void: 'void' } as const;

/**
 * The type as a client decodes it: dates stay wire text, maps keep their keys as text (JSON has no others),
 * an option's member is absent instead of empty.
 */
export function typescriptType(type: TypeShape, mentions: Mentions): string {
  switch (type.kind) {
    case 'enum':
      return mention(mentions.enums, typeName(type.name));
    case 'ref':
      return mention(mentions.refs, refName(type.class));
    case 'set':
      return `readonly ${grouped(typescriptType(type.of, mentions))}[]`;
    case 'map':
      return mapType(type, mentions);
    case 'record':
      return recordType(type.class, mentions);
    case 'option':
      return typescriptType(type.of, mentions);
    default:
      return SCALARS[type.kind];
  }
}

function mapType(type: Extract<TypeShape, { kind: 'map' }>, mentions: Mentions): string {
  const value = typescriptType(type.value, mentions);
  if (type.key.kind === 'enum') return `Readonly<Partial<Record<${typescriptType(type.key, mentions)}, ${value}>>>`;
  const key = type.key.kind === 'ref' ? typescriptType(type.key, mentions) : 'string';
  return `Readonly<Record<${key}, ${value}>>`;
}

/** Which class an event's snapshot belongs to is known only when it is read. */
function recordType(className: string, mentions: Mentions): string {
  if (className === '<class>') return 'Readonly<Record<string, unknown>>';
  mentions.records.add(className);
  return recordName(className);
}

function mention(names: Set<string>, name: string): string {
  names.add(name);
  return name;
}

function grouped(type: string): string {
  return type.startsWith('readonly ') ? `(${type})` : type;
}
