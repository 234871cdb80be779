import type { Model, TypeShape } from '#shared/xapi/model.ts';
import { createXmlReader } from '#simulator/codecs/xml-read.ts';
import { writeXml } from '#simulator/codecs/xml-write.ts';
import { readXmlValue } from '#simulator/codecs/xmlrpc.ts';
import { memberOf, rpcString, type RpcMember, type RpcValue } from '#simulator/codecs/rpc-value.ts';
import { rpcOfValue } from '#simulator/codecs/rpc-of-value.ts';
import { ParameterException, valueOf } from '#simulator/codecs/typed-parameters.ts';
import type { Row, Value } from '#simulator/world/value.ts';
import { XapiError } from '#simulator/world/xapi-error.ts';

/** One object of an export; references inside point to other objects' ids or nowhere. */
export interface ExportedObject {
  readonly table: string;
  /** 'Ref:3' */
  readonly id: string;
  readonly row: Row;
}

export interface OvaDocument {
  readonly version: Readonly<Record<string, string>>;
  readonly objects: readonly ExportedObject[];
}

export const OVA_NAME = 'ova.xml';
const EXPORT_VERSION = '2';

export function exportVersion(software: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return {
    hostname: software['hostname'] ?? '',
    date: software['date'] ?? '',
    product_version: software['product_version'] ?? '',
    product_brand: software['product_brand'] ?? '',
    build_number: software['build_number'] ?? '',
    xapi_major: '1',
    xapi_minor: '9',
    export_vsn: EXPORT_VERSION,
  };
}

export function writeOva(model: Model, document: OvaDocument): string {
  const version: RpcValue = { is: 'struct', members: Object.entries(document.version).map(([name, value]) => [name, rpcString(value)]) };
  const objects: RpcValue = { is: 'array', items: document.objects.map((object) => writeObject(model, object)) };
  return writeXml({
    is: 'struct',
    members: [
      ['version', version],
      ['objects', objects],
    ],
  });
}

function writeObject(model: Model, { table, id, row }: ExportedObject): RpcValue {
  const members = fieldsOf(model, table).flatMap(({ name, type }): RpcMember[] => {
    const value = row[name];
    return value === undefined ? [] : [[name, rpcOfValue(model, type, value)]];
  });
  return {
    is: 'struct',
    members: [
      ['class', rpcString(table)],
      ['id', rpcString(id)],
      ['snapshot', { is: 'struct', members }],
    ],
  };
}

function fieldsOf(model: Model, table: string): readonly { readonly name: string; readonly type: TypeShape }[] {
  return model.classes.get(table)?.fields ?? [];
}

/** Throws IMPORT_ERROR for what is no such document and IMPORT_INCOMPATIBLE_VERSION for one of the future. */
export function readOva(model: Model, bytes: Uint8Array): OvaDocument {
  const document = structOf(parse(bytes));
  const version = Object.fromEntries(structOf(memberOf(document, 'version')).map(([name, value]) => [name, textOf(value)]));
  if (Number(version['export_vsn'] ?? '0') > Number(EXPORT_VERSION)) throw new XapiError('IMPORT_INCOMPATIBLE_VERSION');
  const objects = memberOf(document, 'objects');
  if (objects?.is !== 'array') throw notAnExport('objects');
  return { version, objects: objects.items.map((object) => readObject(model, structOf(object))) };
}

function parse(bytes: Uint8Array): RpcValue {
  try {
    return readXmlValue(createXmlReader(bytes));
  } catch (error) {
    throw new XapiError('IMPORT_ERROR', error instanceof Error ? error.message : String(error));
  }
}

function readObject(model: Model, members: readonly RpcMember[]): ExportedObject {
  const table = textOf(memberOf(members, 'class'));
  const snapshot = structOf(memberOf(members, 'snapshot'));
  const fields = fieldsOf(model, table).flatMap(({ name, type }): [string, Value][] => {
    const member = memberOf(snapshot, name);
    return member === undefined ? [] : [[name, readField(model, type, member)]];
  });
  return { table, id: textOf(memberOf(members, 'id')), row: Object.fromEntries(fields) };
}

function readField(model: Model, type: TypeShape, value: RpcValue): Value {
  try {
    return valueOf(model, type, value);
  } catch (error) {
    if (error instanceof ParameterException) throw new XapiError('IMPORT_ERROR', error.message);
    throw error;
  }
}

function structOf(value: RpcValue | undefined): readonly RpcMember[] {
  if (value?.is !== 'struct') throw notAnExport('struct');
  return value.members;
}

function textOf(value: RpcValue | undefined): string {
  if (value?.is !== 'string') throw notAnExport('string');
  return value.value;
}

function notAnExport(missing: string): XapiError {
  return new XapiError('IMPORT_ERROR', `Failure("Bad XVA: no ${missing}")`);
}
