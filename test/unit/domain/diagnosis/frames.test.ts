import { execFileSync } from 'node:child_process';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { answersOf, bundleScript, clockOf, type Frame, readFrames } from '#shared/domain/diagnosis/frames.ts';
import type { ProbeAnswer, ProbeId } from '#shared/domain/diagnosis/probe.ts';
import { addressWord, deviceWord, quoted, sh, uuidWord } from '#shared/domain/diagnosis/shell.ts';

const known = new Set<ProbeId>(['identity', 'role', 'disks', 'stuck']);
const over = { atMs: 9, isOver: true };

test('a bundle run by a real shell comes back framed, whatever its probes print and however they end', () => {
  const script = bundleScript([
    { id: 'identity', limitS: 3, script: sh`printf 'no newline'; exit 3` },
    { id: 'role', limitS: 1, script: sh`echo before; sleep 20` },
    { id: 'disks', limitS: 3, script: sh`no-such-tool-here` },
    { id: 'stuck', limitS: 3, script: sh`yes 0123456789 | head -c 400000` },
  ]);
  const answers = answersOf(readFrames(execFileSync('bash', ['-c', script], { encoding: 'utf8' }), known), over);
  const short = answers.map(({ id, rc, state, raw }) => ({ id, rc, state, raw: raw.length > 100 ? raw.length : raw.replace(/^.*: line 1: /, '') }));
  expect(short).toEqual([
    { id: 'identity', rc: 3, state: 'error', raw: 'no newline' },
    { id: 'role', rc: 124, state: 'timeout', raw: 'before\n' },
    { id: 'disks', rc: 127, state: 'missing', raw: expect.stringContaining('not found') },
    { id: 'stuck', rc: 141, state: 'ok', raw: 262_144 },
  ]);
}, 90_000);

test('what has begun and not ended is waited for, and stuck once nothing follows', () => {
  const frames = readFrames('Welcome!\n\u001EB role 5000000\nslave:10.0.0.1\u001EE role 0 7000000\n\u001EB disks 8000000\nFilesys', known);
  const role: ProbeAnswer = { id: 'role', atMs: 9, tookMs: 2, rc: 0, state: 'ok', raw: 'slave:10.0.0.1' };
  expect(answersOf(frames, { atMs: 9, isOver: false })).toEqual([role]);
  expect(answersOf(frames, over)).toEqual([role, { id: 'disks', atMs: 9, tookMs: 0, state: 'stuck', raw: 'Filesys' }]);
});

test('any text is read without a fault, and only known probes come out of it', () => {
  const noise = fc.array(fc.oneof(fc.string(), fc.constantFrom('\u001EB role 1\n', '\u001EE role 0 2000000\n', '\u001EB x 1\n', '\u001E')), {
    maxLength: 12,
  });
  fc.assert(
    fc.property(noise, (pieces) => {
      const frames = readFrames(pieces.join(''), known);
      expect(frames.every(({ id }) => known.has(id))).toBe(true);
    }),
  );
});

test('the skew is what remains when the way is taken as equally long both ways', () => {
  const frames: Frame[] = [{ id: 'role', beganMs: 61_010, end: { rc: 0, atMs: 61_050 }, raw: '' }];
  expect(clockOf(frames, { sentMs: 1000, receivedMs: 1060 })).toEqual({ hostMs: 61_050, skewMs: 60_000, uncertaintyMs: 10 });
  expect(clockOf([], { sentMs: 1000, receivedMs: 1060 })).toBeUndefined();
});

test('a hole takes one literal word', () => {
  const nasty = fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0'));
  fc.assert(
    fc.property(nasty, (text) => {
      const echoed = execFileSync('bash', ['-c', sh`printf %s ${quoted(text)}`], { encoding: 'utf8' });
      expect(echoed).toBe(text);
      expect([addressWord(text), deviceWord(text), uuidWord(text)].every((word) => word === undefined || word === text)).toBe(true);
    }),
    { numRuns: 40 },
  );
  expect(['10.20.0.11', '2001:db8::13', 'fe80::1%xenbr0', '10.20.0.256', '10.0.0.1;reboot'].map(addressWord)).toEqual([
    '10.20.0.11',
    '2001:db8::13',
    'fe80::1%xenbr0',
    undefined,
    undefined,
  ]);
  expect(['xenbr0', 'eth0.20', '-rf', '$(id)'].map(deviceWord)).toEqual(['xenbr0', 'eth0.20', undefined, undefined]);
}, 90_000);
