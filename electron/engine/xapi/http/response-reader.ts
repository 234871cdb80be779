/** A server that says more than this before the empty line speaks something else. */
const LONGEST_HEAD = 65_536;
/** Sizes of parts are a few hexadecimal digits, and lines after them short. */
const LONGEST_LINE = 4_096;
const LINE_FEED = 0x0a;

export interface ResponseHead {
  readonly status: number;
  /** By lower-case name. */
  readonly fields: ReadonlyMap<string, string>;
}

export interface ResponseParts {
  /** May throw, and then nothing more is read. */
  readonly head: (head: ResponseHead) => void;
  /** The memory is used again as soon as this returns. */
  readonly body: (bytes: Uint8Array) => void;
}

/** Not HTTP, or not to its end. */
export class ResponseBroken extends Error {
  override readonly name = 'ResponseBroken';
  /** What a socket says when it breaks off, because that is what it comes to. */
  readonly code = 'ECONNRESET';
}

type Place =
  | { readonly is: 'head' }
  | { readonly is: 'length'; left: number }
  /** An answer without a length ends with its connection. */
  | { readonly is: 'until-end' }
  | { readonly is: 'part-size' }
  | { readonly is: 'part'; left: number }
  | { readonly is: 'after-part' }
  | { readonly is: 'trailer' }
  | { readonly is: 'over' };

/** Takes one HTTP/1.x answer to a GET or POST apart while it arrives, without keeping its body. */
export class ResponseReader {
  #place: Place = { is: 'head' };
  /** The line or head that has not come to its end yet. */
  #text = '';
  #isKept = false;
  readonly #parts: ResponseParts;

  constructor(parts: ResponseParts) {
    this.#parts = parts;
  }

  isOver(): boolean {
    return this.#place.is === 'over';
  }

  /** Whether another question may follow on the same connection. */
  isConnectionKept(): boolean {
    return this.isOver() && this.#isKept;
  }

  /** Throws ResponseBroken for what is no answer, also for bytes behind its end: nobody asked for them. */
  feed(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) at = this.#step(bytes, at);
  }

  /** The connection has ended. */
  end(): void {
    this.#isKept = false;
    if (this.#place.is === 'until-end') this.#place = { is: 'over' };
    if (!this.isOver()) throw new ResponseBroken('answer cut short');
  }

  #step(bytes: Uint8Array, at: number): number {
    const place = this.#place;
    switch (place.is) {
      case 'head':
      case 'part-size':
      case 'after-part':
      case 'trailer':
        return this.#line(bytes, at);
      case 'length':
      case 'part':
        return this.#counted(place, bytes, at);
      case 'until-end':
        this.#parts.body(at === 0 ? bytes : bytes.subarray(at));
        return bytes.length;
      default:
        throw new ResponseBroken('bytes behind the answer');
    }
  }

  #counted(place: Place & { left: number }, bytes: Uint8Array, at: number): number {
    const end = Math.min(bytes.length, at + place.left);
    place.left -= end - at;
    // Before it is told, so that who hears of the last byte finds the answer over.
    if (place.left === 0) this.#place = { is: place.is === 'part' ? 'after-part' : 'over' };
    this.#parts.body(bytes.subarray(at, end));
    return end;
  }

  #line(bytes: Uint8Array, at: number): number {
    const feed = bytes.indexOf(LINE_FEED, at);
    const end = feed < 0 ? bytes.length : feed + 1;
    this.#text += Buffer.from(bytes.buffer, bytes.byteOffset + at, end - at).toString('latin1');
    if (this.#text.length > (this.#place.is === 'head' ? LONGEST_HEAD : LONGEST_LINE)) throw new ResponseBroken('endless line');
    if (feed >= 0) this.#lineEnds();
    return end;
  }

  #lineEnds(): void {
    const text = this.#text;
    if (this.#place.is === 'head') {
      if (!/\n\r?\n$/.test(text)) return;
      this.#text = '';
      return this.#headEnds(headOf(text));
    }
    this.#text = '';
    const line = text.trimEnd();
    if (this.#place.is === 'part-size') this.#place = partOf(line);
    else if (this.#place.is === 'after-part') {
      if (line !== '') throw new ResponseBroken('part of another size');
      this.#place = { is: 'part-size' };
    } else if (line === '') this.#place = { is: 'over' };
  }

  #headEnds({ version, ...head }: ResponseHead & { readonly version: string }): void {
    // "Go on", and others that only announce the answer.
    if (head.status < 200) return;
    const connection = (head.fields.get('connection') ?? '').toLowerCase();
    this.#isKept = version === '1.1' ? !connection.includes('close') : connection.includes('keep-alive');
    this.#place = bodyOf(head);
    this.#parts.head(head);
  }
}

function headOf(text: string): ResponseHead & { readonly version: string } {
  const [first = '', ...lines] = text.trimEnd().split(/\r?\n/);
  const [, version, status] = /^HTTP\/(1\.[01]) (\d{3})(?: |$)/.exec(first) ?? [];
  if (version === undefined) throw new ResponseBroken('no HTTP');
  const fields = new Map<string, string>();
  for (const line of lines) {
    const [, name = '', value = ''] = /^([^\s:]+):[ \t]*(.*?)[ \t]*$/.exec(line) ?? [];
    if (name === '') throw new ResponseBroken('no header');
    const key = name.toLowerCase();
    const before = fields.get(key);
    fields.set(key, before === undefined ? value : `${before}, ${value}`);
  }
  return { version, status: Number(status), fields };
}

function bodyOf({ status, fields }: ResponseHead): Place {
  if (status === 204 || status === 304) return { is: 'over' };
  const coding = fields.get('transfer-encoding');
  if (coding?.toLowerCase() === 'chunked') return { is: 'part-size' };
  if (coding !== undefined) throw new ResponseBroken('unknown transfer coding');
  const length = fields.get('content-length');
  if (length === undefined) return { is: 'until-end' };
  if (!/^\d{1,15}$/.test(length)) throw new ResponseBroken('no length');
  return Number(length) === 0 ? { is: 'over' } : { is: 'length', left: Number(length) };
}

function partOf(line: string): Place {
  const [, digits] = /^([0-9a-fA-F]{1,12})[ \t]*(?:;.*)?$/.exec(line) ?? [];
  if (digits === undefined) throw new ResponseBroken('no part size');
  const size = Number.parseInt(digits, 16);
  return size === 0 ? { is: 'trailer' } : { is: 'part', left: size };
}
