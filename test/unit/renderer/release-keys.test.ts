import { expect, test } from 'vitest';
import { type Key, watchRelease } from '#renderer/ui/terminal/release-keys.ts';

function aKey(type: 'keydown' | 'keyup', code: string, held: { ctrl?: boolean; alt?: boolean; altGraph?: boolean } = {}): Key {
  return { type, code, ctrlKey: held.ctrl === true, altKey: held.alt === true, getModifierState: () => held.altGraph === true };
}

function releasesAfter(...keys: readonly Key[]): number {
  let count = 0;
  const hear = watchRelease(() => void (count += 1));
  keys.forEach(hear);
  return count;
}

const both = { ctrl: true, alt: true };

test('Ctrl and Alt alone give the keyboard back once, whichever comes first', () => {
  const first = [aKey('keydown', 'ControlLeft', { ctrl: true }), aKey('keydown', 'AltLeft', both)];
  expect(releasesAfter(...first, aKey('keyup', 'AltLeft', { ctrl: true }), aKey('keyup', 'ControlLeft'))).toBe(1);
  expect(releasesAfter(aKey('keydown', 'AltLeft', { alt: true }), aKey('keydown', 'ControlLeft', both), aKey('keyup', 'AltLeft'))).toBe(1);
});

test('with another key they belong to the host, and AltGr writes letters', () => {
  expect(releasesAfter(aKey('keydown', 'AltLeft', both), aKey('keydown', 'KeyT', both), aKey('keyup', 'KeyT', both), aKey('keyup', 'AltLeft'))).toBe(
    0,
  );
  expect(
    releasesAfter(
      aKey('keydown', 'ControlLeft', { ctrl: true }),
      aKey('keydown', 'AltRight', { ...both, altGraph: true }),
      aKey('keyup', 'AltRight'),
    ),
  ).toBe(0);
});
