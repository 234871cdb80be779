import type { Duplex } from 'node:stream';
import type { LinkFaults } from '#simulator/world/link.ts';
import type { ResponseHead } from '../routes.ts';
import { headText, type StatusPage } from './status-page.ts';

const GARBAGE = Buffer.from('\u0000<\ufffd{"]]>');

/** Sends one whole answer, as spoilt as the link's faults want it; false when the connection is gone with it. */
export function sendWhole(
  stream: Duplex,
  faults: LinkFaults,
  answer: { readonly head: ResponseHead; readonly body: readonly Uint8Array[] },
): boolean {
  const { head, body } = answer;
  stream.write(headText(head));
  if (faults.mode === 'truncate') {
    const whole = Buffer.concat(body);
    stream.end(whole.subarray(0, whole.length >> 1));
    return false;
  }
  for (const part of faults.mode === 'malformed' ? [garbled(Buffer.concat(body))] : body) stream.write(part);
  return true;
}

/** Of the same length, but no JSON, XML or anything else. */
function garbled(body: Uint8Array): Uint8Array {
  const spoilt = Buffer.from(body);
  for (let at = body.length >> 1; at < spoilt.length; at += GARBAGE.length) GARBAGE.copy(spoilt, at);
  return spoilt;
}

export function sendPage(stream: Duplex, page: StatusPage): void {
  stream.end(`${headText(page.head)}${page.body}`);
}
