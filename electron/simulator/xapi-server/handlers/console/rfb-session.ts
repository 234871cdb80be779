import { clip, type Area, type Frame, type Size } from './canvas.ts';
import { changedAreas } from './changed-areas.ts';
import { ENCODING, encodeHextile, encodeRaw, pixelWriter, rectangleHead } from './encode-rectangle.ts';
import { colourMapMessage, NATIVE_FORMAT, PIXEL_FORMAT_BYTES, readPixelFormat, writePixelFormat } from './pixel-format.ts';
import { type Conversation, feed } from './conversation.ts';
import { byteOf, counted, signedWords, textOf, uint16, uint32, viewOf } from './bytes.ts';
import { fitted, merged } from './shown-frame.ts';
import { drawScreen, pressKey, releaseKey, typeText, type Screen } from './screen.ts';

/** One viewer of a screen. Bytes of the client go in, bytes for it come out through `send`. */
export interface RfbSession {
  receive(bytes: Uint8Array): void;
  /** Answers a waiting request if the picture has changed. */
  refresh(): void;
}

export interface RfbSetup {
  readonly screen: Screen;
  readonly now: () => number;
  readonly send: (bytes: Uint8Array) => void;
  /** The client broke the protocol. */
  readonly end: () => void;
}

const VERSION = 'RFB 003.008\n';
const NO_SECURITY = 1;
/** More than this at once is no clipboard but an attack. */
const CUT_TEXT_LIMIT = 1024 * 1024;

export function createRfbSession(setup: RfbSetup): RfbSession {
  const { screen, send } = setup;
  let shownSize: Size = screen.size;
  let format = NATIVE_FORMAT;
  let write = pixelWriter(format);
  let encodings: readonly number[] = [];
  let shown: Frame | undefined;
  let wanted: { readonly area: Area; readonly isIncremental: boolean } | undefined;

  function* converse(): Conversation {
    send(Buffer.from(VERSION, 'latin1'));
    const minor = /^RFB 003\.(\d{3})\n$/.exec(textOf(yield VERSION.length))?.[1];
    if (minor === undefined || !(yield* agreeOnSecurity(Number(minor)))) return;
    yield 1; // Whether others may look too: they always may.
    send(serverInit());
    while (yield* takeMessage());
  }

  function* agreeOnSecurity(minor: number): Generator<number, boolean, Uint8Array> {
    if (minor < 7) {
      send(uint32(NO_SECURITY));
      return true;
    }
    send(Uint8Array.of(1, NO_SECURITY));
    const isAccepted = byteOf(yield 1) === NO_SECURITY;
    if (minor >= 8) send(isAccepted ? uint32(0) : Buffer.concat([uint32(1), counted('this security type is not offered')]));
    return isAccepted;
  }

  function serverInit(): Uint8Array {
    return Buffer.concat([uint16(shownSize.width), uint16(shownSize.height), writePixelFormat(format), counted(screen.title)]);
  }

  /** False when the client says something no server understands. */
  function* takeMessage(): Generator<number, boolean, Uint8Array> {
    switch (byteOf(yield 1)) {
      case 0:
        return setPixelFormat((yield 3 + PIXEL_FORMAT_BYTES).subarray(3));
      case 2:
        encodings = signedWords(yield 4 * viewOf(yield 3).getUint16(1));
        return true;
      case 3:
        requestUpdate(viewOf(yield 9));
        return true;
      case 4:
        keyEvent(viewOf(yield 7));
        return true;
      case 5:
        pointerEvent(viewOf(yield 5));
        return true;
      case 6: {
        const length = viewOf(yield 7).getUint32(3);
        if (length > CUT_TEXT_LIMIT) return false;
        typeText(screen, textOf(yield length).replaceAll('\r', ''));
        return true;
      }
      default:
        return false;
    }
  }

  function setPixelFormat(bytes: Uint8Array): boolean {
    const asked = readPixelFormat(bytes);
    if (asked === undefined) return false;
    format = asked;
    write = pixelWriter(format);
    shown = undefined;
    if (!format.isTrueColour) send(colourMapMessage());
    return true;
  }

  function requestUpdate(view: DataView): void {
    const area = { x: view.getUint16(1), y: view.getUint16(3), width: view.getUint16(5), height: view.getUint16(7) };
    wanted = { area, isIncremental: view.getUint8(0) !== 0 };
    refresh();
  }

  function keyEvent(view: DataView): void {
    const keysym = view.getUint32(3);
    if (view.getUint8(0) === 0) {
      releaseKey(screen, keysym);
      return;
    }
    const line = pressKey(screen, keysym);
    // Guests echo at once, not with the next picture.
    refresh();
    // What was typed is copied, so that the other direction of the clipboard can be seen working.
    if (line !== undefined && line !== '') send(Buffer.concat([Uint8Array.of(3, 0, 0, 0), counted(line)]));
  }

  function pointerEvent(view: DataView): void {
    screen.pointer = { buttons: view.getUint8(0), x: view.getUint16(1), y: view.getUint16(3) };
  }

  function refresh(): void {
    if (wanted === undefined) return;
    const { area, isIncremental } = wanted;
    if (screen.size !== shownSize && encodings.includes(ENCODING.desktopSize)) {
      announceSize();
      return;
    }
    const frame = fitted(drawScreen(screen, setup.now()), shownSize);
    const visible = clip(area, frame);
    const areas = isIncremental && shown !== undefined ? changedAreas(shown, frame, visible) : [visible];
    if (areas.length === 0) return;
    wanted = undefined;
    shown = merged(shown, frame, areas);
    sendUpdate(areas.map((changed) => rectangle(frame, changed)));
  }

  function announceSize(): void {
    shownSize = screen.size;
    shown = undefined;
    wanted = undefined;
    sendUpdate([Uint8Array.from(rectangleHead({ x: 0, y: 0, ...shownSize }, ENCODING.desktopSize))]);
  }

  function sendUpdate(rectangles: readonly Uint8Array[]): void {
    send(Buffer.concat([Uint8Array.of(0, 0), uint16(rectangles.length), ...rectangles]));
  }

  function rectangle(frame: Frame, area: Area): Uint8Array {
    const isHextile = encodings.includes(ENCODING.hextile);
    const head = Uint8Array.from(rectangleHead(area, isHextile ? ENCODING.hextile : ENCODING.raw));
    return Buffer.concat([head, isHextile ? encodeHextile(frame, area, write) : encodeRaw(frame, area, write)]);
  }

  return { receive: feed(converse(), setup.end), refresh };
}
