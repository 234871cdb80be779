import type { LogLine } from '#shared/domain/diagnosis/sight-machine.ts';

/** What comes over the stream of a host's logs. */
export type LogNews =
  /** These take the place of all that came before: following has begun, anew where the way had broken. */
  | { readonly is: 'begins'; readonly lines: readonly LogLine[] }
  | { readonly is: 'added'; readonly lines: readonly LogLine[] }
  /** Nothing comes for now: no way leads to the host, or it grants no channel beside the others. It is tried again. */
  | { readonly is: 'waiting'; readonly why: 'no-way' | 'refused' };

/** One line for each, for bytes have no ends of their own. */
export function logNewsText(of: LogNews): string {
  return `${JSON.stringify(of)}\n`;
}

/** Reads them again, however the text is cut. */
export function createLogNewsReader(): { add(piece: string): readonly LogNews[] } {
  let begun = '';
  return {
    add(piece) {
      const lines = `${begun}${piece}`.split('\n');
      begun = lines.pop() ?? '';
      // Written by `logNewsText` of the same app; checking it again would cost the window more than drawing it.
      return lines.map((text) => JSON.parse(text) as LogNews);
    },
  };
}
