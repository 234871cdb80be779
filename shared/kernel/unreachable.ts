/** Ends a switch over a union: a member nobody handled does not compile. */
export function unreachable(x: never): never {
  throw new TypeError(`unhandled variant: ${JSON.stringify(x)}`);
}
