/** Below this a copy costs less than looking in two places ever after. */
const WORTH_LAYERING = 1_024;
/** A layer this thick is copied into a new base: thinner costs more copies of everything, thicker more of the layer. */
const THICKEST = 256;

export interface MapChange<K, V> {
  readonly set: readonly (readonly [K, V])[];
  readonly gone: readonly K[];
}

/** A map with some entries changed; the map itself stays as it was. What that costs hardly depends on how big it is. */
export function changedMap<K, V>(map: ReadonlyMap<K, V>, change: MapChange<K, V>): ReadonlyMap<K, V> {
  const { base, layer } = map instanceof LayeredMap ? (map as LayeredMap<K, V>) : { base: map, layer: new Map<K, Layered<V>>() };
  const thickness = layer.size + change.set.length + change.gone.length;
  if (base.size < WORTH_LAYERING || thickness > THICKEST) return copied(map, change);
  const next = new Map(layer);
  for (const key of change.gone) {
    // A key that comes back later takes its place at the end, as in any map.
    if (base.has(key)) next.set(key, GONE);
    else next.delete(key);
  }
  for (const [key, value] of change.set) {
    if (next.get(key) === GONE) return copied(map, change);
    next.set(key, { value });
  }
  return new LayeredMap(base, next);
}

function copied<K, V>(map: ReadonlyMap<K, V>, { set, gone }: MapChange<K, V>): ReadonlyMap<K, V> {
  const copy = new Map(map);
  for (const key of gone) copy.delete(key);
  for (const [key, value] of set) copy.set(key, value);
  return copy;
}

const GONE = 'gone';
type Layered<V> = { readonly value: V } | typeof GONE;

/** A big map that nobody changes any more, and what has changed since. */
class LayeredMap<K, V> implements ReadonlyMap<K, V> {
  readonly base: ReadonlyMap<K, V>;
  readonly layer: ReadonlyMap<K, Layered<V>>;
  readonly size: number;
  /** Made when somebody walks over everything: an ordinary map is walked many times faster. */
  #whole: ReadonlyMap<K, V> | undefined;

  constructor(base: ReadonlyMap<K, V>, layer: ReadonlyMap<K, Layered<V>>) {
    this.base = base;
    this.layer = layer;
    let { size } = base;
    for (const [key, change] of layer) {
      if (change === GONE) size -= 1;
      else if (!base.has(key)) size += 1;
    }
    this.size = size;
  }

  get(key: K): V | undefined {
    const change = this.layer.get(key);
    if (change === undefined) return this.base.get(key);
    return change === GONE ? undefined : change.value;
  }

  has(key: K): boolean {
    const change = this.layer.get(key);
    return change === undefined ? this.base.has(key) : change !== GONE;
  }

  entries(): MapIterator<[K, V]> {
    return this.#all().entries();
  }

  keys(): MapIterator<K> {
    return this.#all().keys();
  }

  values(): MapIterator<V> {
    return this.#all().values();
  }

  [Symbol.iterator](): MapIterator<[K, V]> {
    return this.#all().entries();
  }

  forEach(each: (value: V, key: K, map: ReadonlyMap<K, V>) => void): void {
    for (const [key, value] of this.#all()) each(value, key, this);
  }

  #all(): ReadonlyMap<K, V> {
    this.#whole ??= this.#madeWhole();
    return this.#whole;
  }

  #madeWhole(): ReadonlyMap<K, V> {
    const whole = new Map(this.base);
    for (const [key, change] of this.layer) {
      if (change === GONE) whole.delete(key);
      else whole.set(key, change.value);
    }
    return whole;
  }
}
