import type { TypeShape } from '#shared/xapi/model.ts';

export type EnumValues = ReadonlyMap<string, readonly string[]>;

const SIMPLE = ['string', 'int', 'float', 'bool', 'datetime', 'void'] as const;
const TOKEN = /\(|\)|->|[^\s()]+/g;

/** The model's one type that is no type of the language; the class that stands for it is added by `completeFacts`. */
const EVENT_BATCH = 'an event batch';
export const EVENT_BATCH_CLASS = 'event_batch';

/** Reads a type as the data model writes it: postfix, as in `(VM ref -> enum vm_operations set) map`. */
export function parseType(text: string, enums: EnumValues): TypeShape {
  if (text === EVENT_BATCH) return { kind: 'record', class: EVENT_BATCH_CLASS };
  const tokens = text.match(TOKEN) ?? [];
  let position = 0;

  function take(): string {
    const token = tokens[position];
    if (token === undefined) throw new TypeError(`type "${text}" ends too early`);
    position += 1;
    return token;
  }

  function expect(wanted: string): void {
    const token = take();
    if (token !== wanted) throw new TypeError(`type "${text}": "${wanted}" expected, "${token}" found`);
  }

  function enumOf(name: string): TypeShape {
    const values = enums.get(name);
    if (values === undefined) throw new TypeError(`type "${text}": enum "${name}" has no values`);
    return { kind: 'enum', name, values };
  }

  function mapType(): TypeShape {
    const key = type();
    expect('->');
    const value = type();
    expect(')');
    expect('map');
    return { kind: 'map', key, value };
  }

  function namedType(token: string): TypeShape {
    const simple = SIMPLE.find((kind) => kind === token);
    if (simple !== undefined) return { kind: simple };
    if (token === 'enum') return enumOf(take());
    const suffix = take();
    if (suffix === 'ref' || suffix === 'record') return { kind: suffix, class: token };
    throw new TypeError(`type "${text}": "${token} ${suffix}" is no type`);
  }

  function type(): TypeShape {
    const token = take();
    let shape = token === '(' ? mapType() : namedType(token);
    for (let suffix = tokens[position]; suffix === 'set' || suffix === 'option'; suffix = tokens[position]) {
      shape = { kind: suffix, of: shape };
      position += 1;
    }
    return shape;
  }

  const shape = type();
  if (position !== tokens.length) throw new TypeError(`type "${text}" goes on after its end`);
  return shape;
}
