/** What a server's refusal means for who asked for it, and the first thing to do. */
export interface ErrorText {
  readonly what: string;
  readonly next?: string;
}

export type Words = (parameters: readonly string[]) => ErrorText;

export const say = (what: string, next?: string): Words => {
  const text = { what, ...(next !== undefined && { next }) };
  return () => text;
};
