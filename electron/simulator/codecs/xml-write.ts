import { bytesOfText } from './byte-text.ts';
import { formatGeneral } from './number-text.ts';
import type { RpcValue } from './rpc-value.ts';

// eslint-disable-next-line no-control-regex -- control characters are what it is about
const SPECIAL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f<>&"]/g;
const ENTITIES = new Map([
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['&', '&amp;'],
  ['"', '&quot;'],
]);

/** Control characters that XML 1.0 has no way to say are dropped. */
export function xmlText(text: string): string {
  return text.replaceAll(SPECIAL, (character) => ENTITIES.get(character) ?? '');
}

export function writeXml(value: RpcValue): string {
  return `<value>${content(value)}</value>`;
}

function content(value: RpcValue): string {
  switch (value.is) {
    case 'null':
      return '<nil/>';
    case 'bool':
      return `<boolean>${value.value ? 1 : 0}</boolean>`;
    case 'int':
      return String(value.value);
    case 'int32':
      return `<i4>${value.value}</i4>`;
    case 'float':
      return `<double>${formatGeneral(value.value, 16)}</double>`;
    case 'string':
      return xmlText(value.value);
    case 'datetime':
      return `<dateTime.iso8601>${value.value}</dateTime.iso8601>`;
    case 'base64':
      return `<base64>${Buffer.from(bytesOfText(value.value)).toString('base64')}</base64>`;
    case 'array':
      return `<array><data>${value.items.map(writeXml).join('')}</data></array>`;
    case 'struct':
      return `<struct>${value.members.map(writeMember).join('')}</struct>`;
  }
}

/** Names go out as they are, even where that is not XML. */
function writeMember([name, value]: readonly [string, RpcValue]): string {
  return `<member><name>${name}</name>${writeXml(value)}</member>`;
}
