import { blankFrame, characterWidth, drawText, fillArea, type Frame, type Size } from './canvas.ts';

/** What one VM shows; everyone who looks at its console sees the same. */
export interface Screen {
  readonly title: string;
  readonly subtitle: string;
  /** When the guest was started, where that is known. */
  readonly startedAtMs?: number | undefined;
  size: Size;
  /** Finished lines and the one being typed. */
  lines: readonly string[];
  pointer: { readonly x: number; readonly y: number; readonly buttons: number };
  keys: ReadonlySet<number>;
}

const TEXT_MODE: Size = { width: 640, height: 400 };
const GRAPHICS_MODE: Size = { width: 800, height: 600 };
const FILM_MODE: Size = { width: 1280, height: 800 };
/** As many pictures a second as most films have, and one for luck. */
export const FILM_PERIOD_MS = 1000 / 30;
const FILM = { x: 320, y: 200, width: 640, height: 400, tile: 32 };
const COUNTER = { bits: 24, side: 8 };

/** Off the picture, until the first viewer moves it. */
const NOWHERE = { x: -100, y: -100, buttons: 0 };

const LINES_KEPT = 8;
const LINE_LIMIT = 48;
const BLOCK_SIDE = 48;
/** Pixels a second. */
const BLOCK_SPEED = { x: 83, y: 59 };

const COLOURS = {
  ground: 0x10243e,
  bar: 0x1f4e79,
  title: 0xffffff,
  text: 0xc8d6e5,
  block: 0xf39c12,
  pointer: 0x2ecc71,
  pressed: 0xe74c3c,
  stripe: 0x163356,
};

const KEY = {
  backspace: 0xff08,
  tab: 0xff09,
  enter: 0xff0d,
  keypadEnter: 0xff8d,
  f11: 0xffc8,
  f12: 0xffc9,
  control: 0xffe3,
  alt: 0xffe9,
  delete: 0xffff,
};

export function createScreen(names: Pick<Screen, 'title' | 'subtitle' | 'startedAtMs'>): Screen {
  return { ...names, size: TEXT_MODE, lines: [''], pointer: NOWHERE, keys: new Set() };
}

/** Returns the line that was finished, if one was. F11 switches the picture's size, as a guest does when it starts its desktop, F12 plays a film. */
export function pressKey(screen: Screen, keysym: number): string | undefined {
  screen.keys = new Set([...screen.keys, keysym]);
  switch (keysym) {
    case KEY.backspace:
      replaceLine(screen, currentLine(screen).slice(0, -1));
      return undefined;
    case KEY.enter:
    case KEY.keypadEnter:
      return finishLine(screen);
    case KEY.f11:
      screen.size = screen.size === TEXT_MODE ? GRAPHICS_MODE : TEXT_MODE;
      return undefined;
    case KEY.f12:
      screen.size = screen.size === FILM_MODE ? TEXT_MODE : FILM_MODE;
      return undefined;
    case KEY.delete:
      if (screen.keys.has(KEY.control) && screen.keys.has(KEY.alt)) typeText(screen, 'Ctrl+Alt+Del\n');
      return undefined;
    default:
      typeText(screen, characterOf(keysym));
      return undefined;
  }
}

export function releaseKey(screen: Screen, keysym: number): void {
  screen.keys = new Set([...screen.keys].filter((key) => key !== keysym));
}

export function typeText(screen: Screen, text: string): void {
  for (const character of text) {
    if (character === '\n') finishLine(screen);
    else replaceLine(screen, currentLine(screen) + character);
  }
}

function characterOf(keysym: number): string {
  if (keysym === KEY.tab) return ' ';
  const isLatin = (keysym >= 0x20 && keysym <= 0x7e) || (keysym >= 0xa0 && keysym <= 0xff);
  return isLatin ? String.fromCharCode(keysym) : '';
}

function currentLine(screen: Screen): string {
  return screen.lines.at(-1) ?? '';
}

function replaceLine(screen: Screen, line: string): void {
  screen.lines = [...screen.lines.slice(0, -1), line.slice(-LINE_LIMIT)];
}

function finishLine(screen: Screen): string {
  const line = currentLine(screen);
  screen.lines = [...screen.lines, ''].slice(-LINES_KEPT);
  return line;
}

/** To and fro between 0 and `span`. */
function bounce(distance: number, span: number): number {
  const phase = distance % (2 * span);
  return Math.floor(phase < span ? phase : 2 * span - phase);
}

export function drawScreen(screen: Screen, nowMs: number): Frame {
  const frame = blankFrame(screen.size, COLOURS.ground);
  const { width, height } = frame;
  for (let y = 96; y < height; y += 32) fillArea(frame, { x: 0, y, width, height: 1 }, COLOURS.stripe);
  fillArea(frame, { x: 0, y: 0, width, height: 64 }, COLOURS.bar);
  drawText(frame, screen.title, { x: 16, y: 12, dot: 3, colour: COLOURS.title });
  if (screen.size === FILM_MODE) drawFilm(frame, Math.floor(nowMs / FILM_PERIOD_MS));
  drawText(frame, `${screen.subtitle}${uptime(screen, nowMs)}`, { x: 16, y: 42, dot: 2, colour: COLOURS.text });
  drawClock(frame, nowMs);
  const x = bounce((nowMs / 1000) * BLOCK_SPEED.x, width - BLOCK_SIDE);
  const y = 80 + bounce((nowMs / 1000) * BLOCK_SPEED.y, height - 80 - BLOCK_SIDE);
  fillArea(frame, { x, y, width: BLOCK_SIDE, height: BLOCK_SIDE }, COLOURS.block);
  drawInput(frame, screen);
  return frame;
}

function uptime({ startedAtMs }: Screen, nowMs: number): string {
  if (startedAtMs === undefined) return '';
  const minutes = Math.max(0, Math.floor((nowMs - startedAtMs) / 60_000));
  return `, up ${Math.floor(minutes / 1440)} d ${String(Math.floor(minutes / 60) % 24).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

/** Every tile changes with every picture, and the picture's number stands in its upper left corner, a square for each bit. */
function drawFilm(frame: Frame, number: number): void {
  const { tile } = FILM;
  for (let y = 0; y < FILM.height; y += tile) {
    for (let x = 0; x < FILM.width; x += tile) {
      const colour = ((number * 0x0b_1d_07 + x * 0x01_03_05 + y * 0x02_01_09) % 0xff_ff_ff) | 0;
      fillArea(frame, { x: FILM.x + x, y: FILM.y + y, width: tile, height: tile }, colour);
    }
  }
  for (let bit = 0; bit < COUNTER.bits; bit += 1) {
    const isSet = Math.floor(number / 2 ** bit) % 2 === 1;
    fillArea(frame, { x: bit * COUNTER.side, y: 0, width: COUNTER.side, height: COUNTER.side }, isSet ? 0xff_ff_ff : 0);
  }
}

function drawClock(frame: Frame, nowMs: number): void {
  const time = new Date(nowMs).toISOString().slice(11, 19);
  drawText(frame, time, { x: frame.width - 16 - 8 * characterWidth(3), y: 20, dot: 3, colour: COLOURS.title });
}

function drawInput(frame: Frame, screen: Screen): void {
  screen.lines.forEach((line, row) => {
    const prompt = row === screen.lines.length - 1 ? `> ${line}_` : `> ${line}`;
    drawText(frame, prompt, { x: 16, y: 112 + row * 20, dot: 2, colour: COLOURS.text });
  });
  if (screen.keys.size > 0) fillArea(frame, { x: 4, y: 72, width: 8, height: 8 }, COLOURS.pressed);
  const { x, y, buttons } = screen.pointer;
  const colour = buttons === 0 ? COLOURS.pointer : COLOURS.pressed;
  fillArea(frame, { x: x - 6, y, width: 13, height: 1 }, colour);
  fillArea(frame, { x, y: y - 6, width: 1, height: 13 }, colour);
}
