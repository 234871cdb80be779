import { expect, test } from 'vitest';
import { createRfbSession, type RfbSession } from '#simulator/xapi-server/handlers/console/rfb-session.ts';
import { createScreen, type Screen } from '#simulator/xapi-server/handlers/console/screen.ts';
import { decodeHextile } from './decode-hextile.ts';

interface Viewer {
  readonly session: RfbSession;
  readonly screen: Screen;
  /** What came since the last look. */
  take(): Buffer;
  advance(ms: number): void;
  isEnded(): boolean;
}

const START_MS = Date.UTC(2026, 5, 9, 12, 0, 0);

function aViewer(screen = createScreen({ title: 'web', subtitle: 'on host-a' })): Viewer {
  let received = Buffer.alloc(0);
  let nowMs = START_MS;
  let isEnded = false;
  const session = createRfbSession({
    screen,
    now: () => nowMs,
    send: (bytes) => {
      received = Buffer.concat([received, bytes]);
    },
    end: () => {
      isEnded = true;
    },
  });
  return {
    session,
    screen,
    take() {
      const taken = received;
      received = Buffer.alloc(0);
      return taken;
    },
    advance(ms) {
      nowMs += ms;
    },
    isEnded: () => isEnded,
  };
}

function agreed(): Viewer {
  const viewer = aViewer();
  viewer.session.receive(Buffer.from('RFB 003.008\n'));
  viewer.session.receive(Uint8Array.of(1, 1));
  viewer.take();
  return viewer;
}

const setEncodings = (...encodings: readonly number[]): Buffer => {
  const bytes = Buffer.alloc(4 + 4 * encodings.length);
  bytes[0] = 2;
  bytes.writeUInt16BE(encodings.length, 2);
  encodings.forEach((encoding, index) => bytes.writeInt32BE(encoding, 4 + 4 * index));
  return bytes;
};

const updateRequest = (isIncremental: boolean, area = { x: 0, y: 0, width: 640, height: 400 }): Buffer => {
  const bytes = Buffer.alloc(10);
  bytes[0] = 3;
  bytes[1] = isIncremental ? 1 : 0;
  bytes.writeUInt16BE(area.x, 2);
  bytes.writeUInt16BE(area.y, 4);
  bytes.writeUInt16BE(area.width, 6);
  bytes.writeUInt16BE(area.height, 8);
  return bytes;
};

const key = (keysym: number, isDown = true): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes[0] = 4;
  bytes[1] = isDown ? 1 : 0;
  bytes.writeUInt32BE(keysym, 4);
  return bytes;
};

interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly encoding: number;
}

/** Rectangles of a raw update with four bytes a pixel, and how many bytes were left over. */
function rawUpdate(bytes: Buffer, bytesPerPixel = 4): { rectangles: Rectangle[]; rest: number; pixel: (index: number) => number } {
  const rectangles: Rectangle[] = [];
  let at = 4;
  for (let count = bytes.readUInt16BE(2); count > 0; count -= 1) {
    const rectangle = {
      x: bytes.readUInt16BE(at),
      y: bytes.readUInt16BE(at + 2),
      width: bytes.readUInt16BE(at + 4),
      height: bytes.readUInt16BE(at + 6),
      encoding: bytes.readInt32BE(at + 8),
    };
    rectangles.push(rectangle);
    at += 12 + (rectangle.encoding === 0 ? rectangle.width * rectangle.height * bytesPerPixel : 0);
  }
  return { rectangles, rest: bytes.length - at, pixel: (index) => bytes.readUInt32LE(16 + 4 * index) };
}

test('protocol 3.8: version, no security, name and size', () => {
  const viewer = aViewer();
  expect(viewer.take().toString()).toBe('RFB 003.008\n');
  viewer.session.receive(Buffer.from('RFB 003'));
  viewer.session.receive(Buffer.from('.008\n'));
  expect([...viewer.take()]).toEqual([1, 1]);
  viewer.session.receive(Uint8Array.of(1));
  expect([...viewer.take()]).toEqual([0, 0, 0, 0]);
  viewer.session.receive(Uint8Array.of(0));
  const init = viewer.take();
  expect([init.readUInt16BE(0), init.readUInt16BE(2), init[4], init[5], init.subarray(24).toString()]).toEqual([640, 400, 32, 24, 'web']);
});

test('protocol 3.3: the server decides on security', () => {
  const viewer = aViewer();
  viewer.take();
  viewer.session.receive(Buffer.from('RFB 003.003\n'));
  expect([...viewer.take()]).toEqual([0, 0, 0, 1]);
  viewer.session.receive(Uint8Array.of(1));
  expect(viewer.take().readUInt16BE(0)).toBe(640);
});

test('a security type that was not offered is refused with a reason', () => {
  const viewer = aViewer();
  viewer.session.receive(Buffer.from('RFB 003.008\n'));
  viewer.take();
  viewer.session.receive(Uint8Array.of(2));
  expect(viewer.take().readUInt32BE(0)).toBe(1);
  expect(viewer.isEnded()).toBe(true);
});

test('nonsense ends the session', () => {
  const viewer = aViewer();
  viewer.session.receive(Buffer.from('GET / HTTP/1'));
  expect(viewer.isEnded()).toBe(true);
  const other = agreed();
  other.session.receive(Uint8Array.of(200));
  expect(other.isEnded()).toBe(true);
});

test('the whole picture first, then only what moved', () => {
  const viewer = agreed();
  viewer.session.receive(updateRequest(false));
  const whole = rawUpdate(viewer.take());
  expect(whole.rectangles).toEqual([{ x: 0, y: 0, width: 640, height: 400, encoding: 0 }]);
  expect([whole.rest, whole.pixel(0)]).toEqual([0, 0x1f4e79]);
  viewer.session.receive(updateRequest(true));
  expect(viewer.take().length).toBe(0);
  viewer.advance(100);
  viewer.session.refresh();
  const moved = rawUpdate(viewer.take());
  const pixels = moved.rectangles.reduce((total, { width, height }) => total + width * height, 0);
  expect(moved.rectangles.length).toBeGreaterThan(0);
  expect(pixels).toBeLessThan((640 * 400) / 10);
  expect(moved.rest).toBe(0);
});

test('keys are echoed, a finished line is copied, a pasted text appears', () => {
  const viewer = agreed();
  for (const character of 'ls') viewer.session.receive(key(character.charCodeAt(0)));
  viewer.session.receive(key(0x78));
  viewer.session.receive(key(0xff08));
  viewer.session.receive(key(0xff0d));
  expect(viewer.take().subarray(4).toString()).toBe('\0\0\0\u0002ls');
  viewer.session.receive(Buffer.concat([Uint8Array.of(6, 0, 0, 0, 0, 0, 0, 3), Buffer.from('pwd')]));
  expect(viewer.screen.lines).toEqual(['ls', 'pwd']);
  viewer.session.receive(updateRequest(false));
  viewer.take();
  viewer.session.receive(key('a'.charCodeAt(0)));
  viewer.session.receive(updateRequest(true));
  expect(viewer.take().length).toBeGreaterThan(16);
});

test('the pointer is drawn where it is', () => {
  const viewer = agreed();
  viewer.session.receive(Uint8Array.of(5, 0, 1, 0x2c, 0, 0xc8));
  viewer.session.receive(updateRequest(false, { x: 300, y: 200, width: 1, height: 1 }));
  expect(rawUpdate(viewer.take()).pixel(0)).toBe(0x2ecc71);
});

test('pixels come in the format asked for', () => {
  const viewer = agreed();
  const rgb565 = Buffer.from([0, 0, 0, 0, 16, 16, 0, 1, 0, 31, 0, 63, 0, 31, 11, 5, 0, 0, 0, 0]);
  viewer.session.receive(rgb565);
  viewer.session.receive(updateRequest(false, { x: 0, y: 0, width: 2, height: 1 }));
  const update = viewer.take();
  expect(rawUpdate(update, 2).rest).toBe(0);
  expect(update.readUInt16LE(16)).toBe((Math.round((0x1f * 31) / 255) << 11) | (Math.round((0x4e * 63) / 255) << 5) | Math.round((0x79 * 31) / 255));
});

test('a client with a colour map is sent one', () => {
  const viewer = agreed();
  viewer.session.receive(Buffer.from([0, 0, 0, 0, 8, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]));
  const map = viewer.take();
  expect([map[0], map.readUInt16BE(4), map.length]).toEqual([1, 256, 6 + 6 * 256]);
});

test('a change of size is told to those who understand it', () => {
  const viewer = agreed();
  viewer.session.receive(setEncodings(5, -223));
  viewer.session.receive(key(0xffc8));
  viewer.session.receive(updateRequest(true));
  expect(rawUpdate(viewer.take()).rectangles).toEqual([{ x: 0, y: 0, width: 800, height: 600, encoding: -223 }]);
  const other = agreed();
  other.session.receive(key(0xffc8));
  other.session.receive(updateRequest(false));
  expect(rawUpdate(other.take()).rectangles).toEqual([{ x: 0, y: 0, width: 640, height: 400, encoding: 0 }]);
});

test('hextile says the same picture as raw, in fewer bytes', () => {
  const raw = agreed();
  raw.session.receive(updateRequest(false));
  const expected = raw.take().subarray(16);
  const tiled = agreed();
  tiled.session.receive(setEncodings(5, 0));
  tiled.session.receive(updateRequest(false));
  const bytes = tiled.take();
  expect(bytes.length).toBeLessThan(expected.length / 10);
  expect(Buffer.compare(decodeHextile(bytes.subarray(16), { width: 640, height: 400 }), expected)).toBe(0);
});
