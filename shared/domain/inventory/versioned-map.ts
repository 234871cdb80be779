/** Below this a copy costs next to nothing, and an ordinary map is what everybody knows. */
const WORTH_SHARING = 256;
/** Whoever is asked about a past so many changes ago better has a copy of it. */
const LONG_AGO = 32;

export interface MapChange<K, V> {
  readonly set: readonly (readonly [K, V])[];
  readonly gone: readonly K[];
}

/** A map with some entries changed; the map itself stays as it was. What that costs does not depend on how big it is. */
export function changedMap<K, V>(map: ReadonlyMap<K, V>, change: MapChange<K, V>): ReadonlyMap<K, V> {
  if (map.size < WORTH_SHARING) return copied(map, change);
  const version = map instanceof VersionedMap ? (map as VersionedMap<K, V>) : new VersionedMap(new Map(map));
  return version.changed(change);
}

function copied<K, V>(map: ReadonlyMap<K, V>, { set, gone }: MapChange<K, V>): Map<K, V> {
  const copy = new Map(map);
  for (const key of gone) copy.delete(key);
  for (const [key, value] of set) copy.set(key, value);
  return copy;
}

/** What stood at a key before; the value of one that was not there is undefined. */
interface Was<V> {
  readonly isThere: boolean;
  readonly value: V | undefined;
}

interface Own<K, V> {
  readonly is: 'own';
  readonly map: Map<K, V>;
}

/** What it holds, or what the next version has changed of it. */
type Content<K, V> = Own<K, V> | { readonly is: 'past'; readonly next: VersionedMap<K, V>; readonly was: ReadonlyMap<K, Was<V>> };

/**
 * One of many versions of a big map that share one: it is handed on to the newest, and those before only know what has
 * changed since. Nobody reads them for long, so they are forgotten as soon as the last reader has gone on. Walking over
 * the newest while it becomes a past one walks on over what comes; only of the newest is the order certain.
 */
class VersionedMap<K, V> implements ReadonlyMap<K, V> {
  readonly size: number;
  /** Changes since the map was last copied. */
  readonly #age: number;
  #content: Content<K, V>;

  constructor(map: Map<K, V>, age = 0) {
    this.size = map.size;
    this.#age = age;
    this.#content = { is: 'own', map };
  }

  changed(change: MapChange<K, V>): VersionedMap<K, V> {
    const age = this.#age + change.set.length + change.gone.length;
    // Whoever holds a past version all the same must not hold every change since: as many as there are entries, and its map is its own.
    if (this.#content.is === 'past' || age > this.size) return new VersionedMap(copied(this.#whole(), change));
    return this.#handOver(this.#content.map, change, age);
  }

  #handOver(map: Map<K, V>, { set, gone }: MapChange<K, V>, age: number): VersionedMap<K, V> {
    const was = new Map<K, Was<V>>();
    const note = (key: K): void => {
      if (!was.has(key)) was.set(key, { isThere: map.has(key), value: map.get(key) });
    };
    for (const key of gone) {
      note(key);
      map.delete(key);
    }
    for (const [key, value] of set) {
      note(key);
      map.set(key, value);
    }
    const next = new VersionedMap(map, age);
    this.#content = { is: 'past', next, was };
    return next;
  }

  get(key: K): V | undefined {
    const place = this.#placeOf(key);
    return 'value' in place ? place.value : place.map.get(key);
  }

  has(key: K): boolean {
    const place = this.#placeOf(key);
    return 'value' in place ? place.isThere : place.map.has(key);
  }

  entries(): MapIterator<[K, V]> {
    return this.#whole().entries();
  }

  keys(): MapIterator<K> {
    return this.#whole().keys();
  }

  values(): MapIterator<V> {
    return this.#whole().values();
  }

  [Symbol.iterator](): MapIterator<[K, V]> {
    return this.#whole().entries();
  }

  forEach(each: (value: V, key: K, map: ReadonlyMap<K, V>) => void): void {
    for (const [key, value] of this.#whole()) each(value, key, this);
  }

  /** What it was, or the map that knows. */
  #placeOf(key: K): Was<V> | Own<K, V> {
    let content = this.#content;
    for (let steps = 0; content.is === 'past' && steps < LONG_AGO; steps += 1) {
      const was = content.was.get(key);
      if (was !== undefined) return was;
      content = content.next.#content;
    }
    return content.is === 'own' ? content : { is: 'own', map: this.#whole() };
  }

  /** Its own from now on, whatever the others become. */
  #whole(): Map<K, V> {
    if (this.#content.is === 'own') return this.#content.map;
    const map = this.#copy();
    this.#content = { is: 'own', map };
    return map;
  }

  #copy(): Map<K, V> {
    const since: ReadonlyMap<K, Was<V>>[] = [];
    let content = this.#content;
    for (; content.is === 'past'; content = content.next.#content) since.push(content.was);
    const copy = new Map(content.map);
    for (const was of since.toReversed()) {
      for (const [key, { isThere, value }] of was) {
        // What was there was a value of this map.
        if (isThere) copy.set(key, value as V);
        else copy.delete(key);
      }
    }
    return copy;
  }
}
