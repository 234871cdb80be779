/** Asks for so many bytes and is resumed with them. */
export type Conversation = Generator<number, void, Uint8Array>;

/** Collects bytes until the conversation has as many as it asks for. */
export function feed(conversation: Conversation, end: () => void): (bytes: Uint8Array) => void {
  let pending: Uint8Array = new Uint8Array();
  let step = conversation.next();
  return (bytes) => {
    if (step.done === true) return;
    pending = Buffer.concat([pending, bytes]);
    while (step.done !== true && pending.length >= step.value) {
      const part = pending.subarray(0, step.value);
      pending = pending.subarray(step.value);
      step = conversation.next(part);
    }
    if (step.done === true) end();
  };
}
