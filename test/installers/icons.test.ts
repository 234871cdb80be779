import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { icnsOf, icoOf } from '#build/installers/icon-set/containers.ts';
import { draw } from '#build/installers/icon-set/draw.ts';
import { iconSet } from '#build/installers/icon-set/icon-set.ts';
import { pngOf } from '#build/installers/icon-set/png.ts';
import { readDrawing } from '#build/installers/icon-set/read-drawing.ts';

const root = join(import.meta.dirname, '..', '..');
const committed = join(root, 'build', 'installers', 'icons');
const mark = readFileSync(join(root, 'renderer', 'icon.svg'), 'utf8');

/** Every PNG within a file: its size and its lines. Compared are pictures, since how they are compressed depends on the processor. */
function picturesIn(file: Buffer): { size: number; lines: Buffer }[] {
  const found = [];
  for (let at = file.indexOf('IHDR'); at !== -1; at = file.indexOf('IHDR', at + 4)) {
    const data = file.indexOf('IDAT', at);
    found.push({ size: file.readUInt32BE(at + 4), lines: inflateSync(file.subarray(data + 4, data + 4 + file.readUInt32BE(data - 4))) });
  }
  return found;
}

function sizesIn(name: string): number[] {
  return picturesIn(readFileSync(join(committed, name))).map(({ size }) => size);
}

function pixel(picture: ReturnType<typeof draw>, x: number, y: number): number[] {
  const at = (y * picture.size + x) * 4;
  return [...picture.pixels.subarray(at, at + 4)];
}

test('the committed icons are what the mark draws; else run node build/installers/icon-set/main.ts', () => {
  const drawn = iconSet(mark);
  expect(readdirSync(committed).toSorted()).toEqual([...drawn.keys()].toSorted());
  const stale = [...drawn].filter(([name, file]) => {
    const [old, now] = [picturesIn(readFileSync(join(committed, name))), picturesIn(file)];
    return old.length !== now.length || now.some(({ lines }, at) => !lines.equals(old[at]?.lines ?? Buffer.alloc(0)));
  });
  expect(stale.map(([name]) => name)).toEqual([]);
});

test('each system finds every size it asks for', () => {
  const linux = readdirSync(committed).filter((name) => name.endsWith('.png'));
  expect(linux.filter((name) => `${sizesIn(name)[0]}x${sizesIn(name)[0]}.png` !== name)).toEqual([]);
  expect(sizesIn('icon.ico')).toEqual([16, 20, 24, 32, 40, 48, 64, 128, 256]);
  expect(sizesIn('icon.icns')).toEqual([16, 32, 32, 64, 128, 256, 256, 512, 512, 1024]);
});

test('corners are cut away, edges shade, what is see-through lets the ground show', () => {
  const picture = draw(
    readDrawing(
      '<svg viewBox="0 0 8 8"><rect width="8" height="8" rx="4" fill="#102030"/><rect x="2" y="2" width="4" height="4" fill="#fff" opacity=".5"/></svg>',
    ),
    64,
  );
  expect(pixel(picture, 0, 0)).toEqual([0, 0, 0, 0]);
  expect(pixel(picture, 32, 2)).toEqual([16, 32, 48, 255]);
  expect(pixel(picture, 32, 32)).toEqual([136, 144, 152, 255]);
  expect(pixel(picture, 9, 9)[3]).toSatisfy((opacity: number) => opacity > 0 && opacity < 255);
});

test('a small picture has its edges between pixels and not across them', () => {
  const bar = readDrawing('<svg viewBox="0 0 16 16"><rect x="3" y="4.2" width="10" height="2" fill="#fff"/></svg>');
  const opacities = new Set(draw(bar, 16).pixels.filter((_, at) => at % 4 === 3));
  expect(opacities).toEqual(new Set([0, 255]));
});

test('the free share of the size stays empty', () => {
  const { pixels } = draw(readDrawing('<svg viewBox="0 0 10 10"><rect width="10" height="10" fill="#fff"/></svg>'), 100, 0.1);
  expect(pixels.filter((_, at) => at % 4 === 3).filter((opacity) => opacity === 255)).toHaveLength(80 * 80);
});

test.for([
  ['<svg viewBox="0 0 16 16"><path d="M0 0h1" fill="#fff"/></svg>', 'neither a rect nor a circle'],
  ['<svg viewBox="0 0 16 16"><rect fill="red"/></svg>', '"red" is not a colour'],
  ['<svg viewBox="0 0 16 12"></svg>', 'square viewBox'],
] as const)('a drawing it would draw wrongly is refused: %s', ([svg, why]) => {
  expect(() => readDrawing(svg)).toThrow(why);
});

test('the containers say where each picture lies and how long it is', () => {
  const pictures = [16, 256].map((size) => ({ size, png: pngOf({ size, pixels: new Uint8Array(size * size * 4) }) }));
  const [small, large] = pictures.map(({ png }) => png.length) as [number, number];
  const ico = icoOf(pictures);
  expect([ico.readUInt16LE(4), ico[6], ico[22], ico.readUInt32LE(14), ico.readUInt32LE(18), ico.readUInt32LE(34)]).toEqual([
    2,
    16,
    0,
    small,
    38,
    38 + small,
  ]);
  expect(ico).toHaveLength(38 + small + large);
  const icns = icnsOf(pictures);
  expect([icns.toString('ascii', 0, 4), icns.readUInt32BE(4), icns.toString('ascii', 8, 12), icns.readUInt32BE(12)]).toEqual([
    'icns',
    icns.length,
    'icp4',
    8 + small,
  ]);
});
