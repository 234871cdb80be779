import { MalformedMessage } from './malformed.ts';
import { jsonFloat } from './number-text.ts';
import type { RpcValue } from './rpc-value.ts';

const PLAIN = /^[ !#-[\]-~]*$/;
const ODD = /([\u007f\udc80-\udcff])/u;

/** Quotes a string; bytes that are not UTF-8 pass through, where JSON.stringify would escape them. */
export function jsonString(text: string): string {
  if (PLAIN.test(text)) return `"${text}"`;
  if (!ODD.test(text)) return JSON.stringify(text);
  return `"${text.split(ODD).map(jsonPiece).join('')}"`;
}

function jsonPiece(piece: string): string {
  if (piece === '\u007f') return String.raw`\u007f`;
  return piece.isWellFormed() ? JSON.stringify(piece).slice(1, -1) : piece;
}

/** The real server's printer refuses what standard JSON cannot say, and the whole answer becomes HTTP 500. */
export function jsonNumber(value: number): string {
  if (Number.isFinite(value)) return jsonFloat(value);
  const name = Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity';
  throw new MalformedMessage(`Yojson__Common.Json_error("${name} value not allowed in standard JSON")`);
}

export function writeJson(value: RpcValue): string {
  switch (value.is) {
    case 'null':
      return 'null';
    case 'bool':
    case 'int':
    case 'int32':
      return String(value.value);
    case 'float':
      return jsonNumber(value.value);
    case 'string':
    case 'datetime':
    case 'base64':
      return jsonString(value.value);
    case 'array':
      return `[${value.items.map(writeJson).join(',')}]`;
    case 'struct':
      return `{${value.members.map(([name, member]) => `${jsonString(name)}:${writeJson(member)}`).join(',')}}`;
  }
}
