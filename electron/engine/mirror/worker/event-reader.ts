import { type WatchedClass, watchedClasses, xapiClass } from '#shared/domain/inventory/watched.ts';
import { LearntKeys } from './learnt-keys.ts';
import type { Rows } from './rows.ts';
import { CLOSE_OBJECT, COMMA, OPEN_OBJECT, QUOTE, type Scanner, textOf } from './scanner.ts';

// Events spell every class in lower case, those of old releases as the class is called.
const classByEventName = new Map<string, WatchedClass>(watchedClasses.map((name) => [xapiClass[name].toLowerCase(), name]));
const DELETED = textOf(Buffer.from('"del"'));

export function classOfTable(table: string): WatchedClass | undefined {
  return classByEventName.get(table.toLowerCase());
}

export interface SeenEvent {
  readonly of: WatchedClass;
  /** It speaks of an object and does not say what it is like. */
  readonly isUnknown: boolean;
}

type Member = 'class' | 'operation' | 'ref' | 'snapshot' | 'other';

function memberOf(name: string): Member {
  return name === 'class' || name === 'operation' || name === 'ref' || name === 'snapshot' ? name : 'other';
}

/** Takes what events say of objects into their rows. */
export class EventReader {
  readonly #rows: Rows;
  readonly #keys = new LearntKeys(memberOf);
  /** Events of a class come one after another, and to compare a name is cheaper than to make one. */
  #lastName = textOf(Buffer.from('""'));
  #lastClass: WatchedClass | undefined;
  // What the event that is being read has said so far.
  #of: WatchedClass | undefined;
  #ref = '';
  #isDeletion: boolean | undefined;
  #isTaken = false;
  #snapshotAt = -1;

  constructor(rows: Rows) {
    this.#rows = rows;
  }

  /** Steps over the event at the scanner's position; undefined for one of a class nobody watches. */
  read(scanner: Scanner): SeenEvent | undefined {
    if (scanner.peek() !== OPEN_OBJECT) {
      scanner.skip();
      return undefined;
    }
    this.#members(scanner);
    const of = this.#of;
    if (of === undefined || this.#ref === '') return undefined;
    if (this.#isDeletion === true) this.#rows.drop(of, this.#ref);
    else if (!this.#isTaken && this.#snapshotAt >= 0) this.#takeLate(scanner, of);
    return { of, isUnknown: this.#isDeletion !== true && !this.#isTaken };
  }

  #members(scanner: Scanner): void {
    this.#of = undefined;
    this.#ref = '';
    this.#isDeletion = undefined;
    this.#isTaken = false;
    this.#snapshotAt = -1;
    scanner.at += 1;
    for (let position = 0; ; ) {
      const byte = scanner.peek();
      if (byte === COMMA) scanner.at += 1;
      else if (byte === CLOSE_OBJECT) break;
      else {
        const member = this.#keys.take(scanner, position);
        position += 1;
        scanner.peek();
        this.#member(scanner, member);
      }
    }
    scanner.at += 1;
  }

  #member(scanner: Scanner, member: Member): void {
    switch (member) {
      case 'class':
        this.#of = this.#class(scanner);
        return;
      case 'ref':
        this.#ref = wordAt(scanner);
        return;
      case 'operation':
        this.#isDeletion = scanner.isNext(DELETED, 0, DELETED.bytes.length);
        return scanner.skip();
      case 'snapshot':
        return this.#snapshot(scanner);
      default:
        return scanner.skip();
    }
  }

  #class(scanner: Scanner): WatchedClass | undefined {
    const start = scanner.at;
    if (scanner.isNext(this.#lastName, 0, this.#lastName.bytes.length)) scanner.at += this.#lastName.bytes.length;
    else {
      const name = wordAt(scanner);
      this.#lastName = textOf(Buffer.from(scanner.bytes.subarray(start, scanner.at)));
      this.#lastClass = classOfTable(name);
    }
    return this.#lastClass;
  }

  /** Servers say first what an event is about, and then its record is walked over only once. */
  #snapshot(scanner: Scanner): void {
    if (this.#of !== undefined && this.#ref !== '' && this.#isDeletion === false) {
      this.#isTaken = this.#rows.take(this.#of, this.#ref, scanner);
    } else {
      this.#snapshotAt = scanner.at;
      scanner.skip();
    }
  }

  #takeLate(scanner: Scanner, of: WatchedClass): void {
    const after = scanner.at;
    scanner.at = this.#snapshotAt;
    this.#isTaken = this.#rows.take(of, this.#ref, scanner);
    scanner.at = after;
  }
}

/** Empty where there is something else. */
function wordAt(scanner: Scanner): string {
  const start = scanner.at;
  const isText = scanner.peek() === QUOTE;
  scanner.skip();
  return isText ? scanner.raw(start + 1, scanner.at - 1) : '';
}
