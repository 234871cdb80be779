import { escapedByte, textOfBytes } from '#simulator/codecs/byte-text.ts';
import { parseFloat64 } from '#simulator/codecs/number-text.ts';
import { NULL, type RpcValue } from '#simulator/codecs/rpc-value.ts';

/** Text as the recordings hold it; bytes that are not UTF-8 are in base 64. */
export type RecordedText = string | { readonly b64: string } | { readonly base64: string };

/** A value with its type spelt out, as the recordings of the codecs hold it. */
export type Tagged =
  | 'Null'
  | { readonly Int: string }
  | { readonly Int32: string }
  | { readonly Bool: boolean }
  | { readonly Float: string; readonly approx: string }
  | { readonly String: RecordedText }
  | { readonly DateTime: RecordedText }
  | { readonly Base64: RecordedText }
  | { readonly Enum: readonly Tagged[] }
  | { readonly Dict: readonly (readonly [RecordedText, Tagged])[] };

export function textOfRecorded(text: RecordedText): string {
  if (typeof text === 'string') return text;
  return textOfBytes(Buffer.from('b64' in text ? text.b64 : text.base64, 'base64'));
}

/** One character per byte, as decoded base 64 is kept. */
function bytesAsText(text: RecordedText): string {
  const bytes = typeof text === 'string' ? Buffer.from(text, 'utf8') : Buffer.from('b64' in text ? text.b64 : text.base64, 'base64');
  return [...bytes].map((byte) => (byte < 0x80 ? String.fromCharCode(byte) : escapedByte(byte))).join('');
}

export function rpcOfTagged(tagged: Tagged): RpcValue {
  if (tagged === 'Null') return NULL;
  if ('Enum' in tagged) return { is: 'array', items: tagged.Enum.map(rpcOfTagged) };
  if ('Dict' in tagged) return { is: 'struct', members: tagged.Dict.map(([name, value]) => [textOfRecorded(name), rpcOfTagged(value)]) };
  if ('Int' in tagged) return { is: 'int', value: BigInt(tagged.Int) };
  if ('Int32' in tagged) return { is: 'int32', value: Number(tagged.Int32) };
  if ('Float' in tagged) return { is: 'float', value: parseFloat64(tagged.Float) ?? Number.NaN };
  return wordOfTagged(tagged);
}

function wordOfTagged(
  tagged: Extract<
    Tagged,
    { readonly Bool: boolean } | { readonly String: RecordedText } | { readonly DateTime: RecordedText } | { readonly Base64: RecordedText }
  >,
): RpcValue {
  if ('Bool' in tagged) return { is: 'bool', value: tagged.Bool };
  if ('String' in tagged) return { is: 'string', value: textOfRecorded(tagged.String) };
  if ('DateTime' in tagged) return { is: 'datetime', value: textOfRecorded(tagged.DateTime) };
  return { is: 'base64', value: bytesAsText(tagged.Base64) };
}
