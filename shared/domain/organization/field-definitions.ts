/** The entry of a pool's gui_config in which XenCenter lists the custom fields; fields that are not listed it does not show. */
export const DEFINITIONS_KEY = 'XenCenter.CustomFields';

const DEFINITION = /<CustomFieldDefinition\s[^>]*?\bname=(?:"([^"]*)"|'([^']*)')/g;
const END = '</CustomFieldDefinitions>';
const EMPTY = /<CustomFieldDefinitions\s*\/>\s*$/;

/** The list with this field in it; undefined where nothing has to be written: it is there, or the list is none we understand. */
export function withDefinition(list: string, field: string): string | undefined {
  const name = escaped(field);
  if ([...list.matchAll(DEFINITION)].some(([, double, single]) => unescaped(double ?? single ?? '') === field)) return undefined;
  // The last attribute means nothing, but old releases of XenCenter do not read a definition without it.
  const definition = `<CustomFieldDefinition name="${name}" type="String" defaultValue="" />`;
  if (list.trim() === '') return `<CustomFieldDefinitions>${definition}${END}`;
  if (EMPTY.test(list)) return list.replace(EMPTY, () => `<CustomFieldDefinitions>${definition}${END}`);
  const end = list.lastIndexOf(END);
  return end === -1 ? undefined : list.slice(0, end) + definition + list.slice(end);
}

const entities = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\n': '&#xA;', '\r': '&#xD;', '\t': '&#x9;' } as const;

function escaped(text: string): string {
  return Object.entries(entities).reduce((so, [sign, entity]) => so.replaceAll(sign, entity), text);
}

function unescaped(text: string): string {
  const plain = Object.entries(entities).reduceRight((so, [sign, entity]) => so.replaceAll(entity, sign), text);
  return plain.replaceAll('&apos;', "'");
}
