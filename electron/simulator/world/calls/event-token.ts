import { XapiError } from '../xapi-error.ts';

/** Where a client stands: in the database's generations and in the numbers of alerts. */
export interface EventToken {
  readonly generation: bigint;
  readonly message: bigint;
}

const PART = /^-?\d+$/;
const INT64_LIMIT = 2n ** 63n;

/** Throws EVENT_FROM_TOKEN_PARSE_FAILURE. */
export function parseEventToken(text: string): EventToken {
  if (text === '') return { generation: 0n, message: 0n };
  const [generation, message, ...rest] = text.split(',').map(int64Of);
  if (generation === undefined || message === undefined || rest.length > 0) throw new XapiError('EVENT_FROM_TOKEN_PARSE_FAILURE', text);
  return { generation, message };
}

function int64Of(text: string): bigint | undefined {
  if (!PART.test(text)) return undefined;
  const value = BigInt(text);
  return value < INT64_LIMIT && value >= -INT64_LIMIT ? value : undefined;
}

export function printEventToken({ generation, message }: EventToken): string {
  return `${padded(generation)},${padded(message)}`;
}

function padded(value: bigint): string {
  return value < 0n ? `-${String(-value).padStart(19, '0')}` : String(value).padStart(20, '0');
}
