/** A text console: a prompt, what is typed, and the time. */
export interface TextSession {
  receive(bytes: Uint8Array): void;
}

const ESCAPE = 0x1b;
const BACKSPACES = new Set([0x08, 0x7f]);
const CLEAR = '\u001b[2J\u001b[H';

export function createTextSession(setup: {
  readonly title: string;
  readonly now: () => number;
  readonly send: (bytes: Uint8Array) => void;
}): TextSession {
  let line = '';
  const say = (text: string): void => setup.send(Buffer.from(text, 'latin1'));
  const prompt = `${setup.title.replaceAll(/[^\x21-\x7e]/g, '-')} $ `;

  function take(byte: number): void {
    if (byte === 0x0d || byte === 0x0a) {
      say(`\r\n${answerTo(line.trim(), setup.now())}${prompt}`);
      line = '';
    } else if (BACKSPACES.has(byte)) {
      if (line !== '') say('\b \b');
      line = line.slice(0, -1);
    } else if (byte >= 0x20 && byte !== ESCAPE) {
      line += String.fromCharCode(byte);
      say(String.fromCharCode(byte));
    }
  }

  say(`${CLEAR}${setup.title}\r\n\r\n${prompt}`);
  return {
    receive(bytes) {
      for (const byte of bytes) take(byte);
    },
  };
}

function answerTo(command: string, nowMs: number): string {
  if (command === '') return '';
  if (command === 'date') return `${new Date(nowMs).toUTCString()}\r\n`;
  return `${command}: no guest runs behind this console\r\n`;
}
