/**
 * Compares answers of two worlds that name the same things differently. References, uuids, dates and generations
 * are learnt where they first meet and must keep their meaning afterwards.
 */
export interface Reconciler {
  /** Ours, with every name it shares with theirs put their way. */
  translate(ours: unknown, theirs: unknown): unknown;
  /** A parameter of theirs as we would say it. */
  toOurs(theirs: unknown): unknown;
}

const REFERENCE = /^OpaqueRef:[\da-f]{8}-[\da-f-]{27}$/;
const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f-]{22}$/;
const DATE = /^\d{8}T\d\d:\d\d:\d\dZ$/;
const TOKEN = /^\d{20},\d{20}$/;
const TRACK = /^trackid=[\da-f]{32}$/;

export function createReconciler(): Reconciler {
  const toTheirs = new Map<string, string>();
  const toOurs = new Map<string, string>();

  function learn(ours: string, theirs: string): string {
    const known = toTheirs.get(ours);
    if (known !== undefined) return known;
    if (toOurs.has(theirs)) return ours;
    toTheirs.set(ours, theirs);
    toOurs.set(theirs, ours);
    return theirs;
  }

  function text(ours: string, theirs: unknown): string {
    if (ours === theirs || typeof theirs !== 'string') return toTheirs.get(ours) ?? ours;
    if ([REFERENCE, UUID, TRACK].some((shape) => shape.test(ours) && shape.test(theirs))) return learn(ours, theirs);
    if (DATE.test(ours) && DATE.test(theirs)) return theirs;
    if (TOKEN.test(ours) && TOKEN.test(theirs)) return token(ours, theirs, generation);
    return ours;
  }

  /** Generations of ours and theirs, kept apart from other numbers. */
  function generation(ours: string, theirs: string): string {
    if (Number(ours) === 0 || Number(theirs) === 0) return ours;
    return learn(`generation ${Number(ours)}`, `generation ${Number(theirs)}`) === `generation ${Number(theirs)}` ? theirs : ours;
  }

  function record(ours: object, theirs: unknown): unknown {
    const other = new Map(typeof theirs === 'object' && theirs !== null ? Object.entries(theirs) : []);
    const keys = [...other.keys()];
    return Object.fromEntries(
      Object.entries(ours).map(([key, value], index) => {
        const name = text(key, keys[index]);
        const isEventId = key === 'id' && typeof value === 'string';
        return [name, isEventId ? generation(value, String(other.get('id'))) : translate(value, other.get(name))];
      }),
    );
  }

  function translate(ours: unknown, theirs: unknown): unknown {
    if (typeof ours === 'string') return text(ours, theirs);
    if (Array.isArray(ours)) return ours.map((item, index) => translate(item, Array.isArray(theirs) ? theirs[index] : undefined));
    return typeof ours === 'object' && ours !== null ? record(ours, theirs) : ours;
  }

  return {
    translate,
    toOurs(theirs) {
      if (Array.isArray(theirs)) return theirs.map((item) => this.toOurs(item));
      if (typeof theirs !== 'string') return theirs;
      if (!TOKEN.test(theirs)) return theirs.replace(/OpaqueRef:[\da-f-]{36}/g, (reference) => toOurs.get(reference) ?? reference);
      return token(theirs, theirs, (half) => {
        const known = toOurs.get(`generation ${Number(half)}`)?.replace('generation ', '');
        return known === undefined ? half : known.padStart(20, '0');
      });
    },
  };
}

function token(ours: string, theirs: string, half: (ours: string, theirs: string) => string): string {
  const [ourDatabase = '', ourMessage = ''] = ours.split(',');
  const [theirDatabase = '', theirMessage = ''] = theirs.split(',');
  return `${half(ourDatabase, theirDatabase)},${half(ourMessage, theirMessage)}`;
}
