export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

export function byteOf(bytes: Uint8Array): number {
  return viewOf(bytes).getUint8(0);
}

export function signedWords(bytes: Uint8Array): readonly number[] {
  return Array.from({ length: bytes.length / 4 }, (_, index) => viewOf(bytes).getInt32(4 * index));
}

export function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}

export function counted(text: string): Uint8Array {
  const bytes = Buffer.from(text, 'latin1');
  return Buffer.concat([uint32(bytes.length), bytes]);
}

export function uint32(value: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

export function uint16(value: number): Uint8Array {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}
