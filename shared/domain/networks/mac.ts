/** Six pairs, and of one machine: the lowest bit of the first stands for many. */
export function isCardMac(text: string): boolean {
  return /^[\da-f][02468ace](?::[\da-f]{2}){5}$/i.test(text);
}
