import { type MachineInFile, machineInOva, OVA_BEGINS_AT, ovaLength } from '#shared/domain/archives/xva-contents.ts';

/** What a file says of the machine in it, by its head alone; undefined where that cannot be read here. */
export async function machineInFile(file: Blob): Promise<MachineInFile | undefined> {
  try {
    const isGzip = await startsWith(file, [0x1f, 0x8b]);
    const reader = headReader(isGzip ? file.stream().pipeThrough(new DecompressionStream('gzip')) : file.stream());
    try {
      const head = await reader.take(OVA_BEGINS_AT);
      const length = ovaLength(new TextDecoder('latin1').decode(head));
      return length === undefined ? undefined : machineInOva(new TextDecoder().decode(await reader.take(length)));
    } finally {
      await reader.close();
    }
  } catch {
    // Not what it is named, or gone: the server says more of it than its head could.
    return undefined;
  }
}

async function startsWith(file: Blob, wanted: readonly number[]): Promise<boolean> {
  const bytes = new Uint8Array(await file.slice(0, wanted.length).arrayBuffer());
  return wanted.every((byte, index) => bytes[index] === byte);
}

interface HeadReader {
  /** As many bytes, or fewer at the end. */
  take(count: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

function headReader(stream: ReadableStream<Uint8Array>): HeadReader {
  const reader = stream.getReader();
  let rest: Uint8Array = new Uint8Array();
  return {
    async take(count) {
      const parts: Uint8Array[] = [rest];
      let length = rest.length;
      while (length < count) {
        const part = await reader.read();
        if (part.done) break;
        parts.push(part.value);
        length += part.value.length;
      }
      const all = new Uint8Array(await new Blob(parts.map((part) => new Uint8Array(part))).arrayBuffer());
      rest = all.subarray(count);
      return all.subarray(0, count);
    },
    close: async () => await reader.cancel(),
  };
}
