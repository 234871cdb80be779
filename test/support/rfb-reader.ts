import type { ByteStream } from '#shared/contract/byte-stream.ts';

/** A viewer of the RFB protocol (RFC 6143) as small as can be: pictures come raw, and text is what it can type. */
export interface RfbReader {
  readonly name: string;
  readonly size: { readonly width: number; readonly height: number };
  /** The whole screen, four bytes a pixel. */
  picture(): Promise<Buffer>;
  key(keysym: number): Promise<void>;
}

export async function rfbReader(stream: ByteStream): Promise<RfbReader> {
  const read = reader(stream.incoming);
  const version = (await read(12)).toString('latin1');
  if (!/^RFB 003\.00[3-8]\n$/.test(version)) throw new Error(`no RFB: ${JSON.stringify(version)}`);
  await stream.write(Buffer.from('RFB 003.008\n'));
  const kinds = await read((await read(1)).readUInt8());
  if (!kinds.includes(1)) throw new Error('wants a password');
  await stream.write(Uint8Array.of(1));
  if ((await read(4)).readUInt32BE() !== 0) throw new Error('refused');
  await stream.write(Uint8Array.of(1));
  const init = await read(24);
  const size = { width: init.readUInt16BE(0), height: init.readUInt16BE(2) };
  const name = (await read(init.readUInt32BE(20))).toString('latin1');
  return {
    name,
    size,
    async picture() {
      const ask = Buffer.alloc(10);
      ask.writeUInt8(3, 0);
      ask.writeUInt16BE(size.width, 6);
      ask.writeUInt16BE(size.height, 8);
      await stream.write(ask);
      const head = await read(16);
      if (head.readUInt8(0) !== 0 || head.readUInt16BE(2) !== 1 || head.readInt32BE(12) !== 0) throw new Error('not one raw picture');
      return await read(size.width * size.height * 4);
    },
    async key(keysym) {
      for (const isDown of [1, 0]) {
        const press = Buffer.alloc(8);
        press.writeUInt8(4, 0);
        press.writeUInt8(isDown, 1);
        press.writeUInt32BE(keysym, 4);
        await stream.write(press);
      }
    },
  };
}

function reader(incoming: AsyncIterable<Uint8Array>): (count: number) => Promise<Buffer> {
  const parts = incoming[Symbol.asyncIterator]();
  let pending = Buffer.alloc(0);
  return async (count) => {
    while (pending.length < count) {
      const part = await parts.next();
      if (part.done === true) throw new Error(`ended after ${pending.length} of ${count} bytes`);
      pending = Buffer.concat([pending, part.value]);
    }
    const taken = pending.subarray(0, count);
    pending = pending.subarray(count);
    return taken;
  };
}
