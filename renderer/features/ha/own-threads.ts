interface PolicyMaker {
  createPolicy(name: string, rules: { readonly createScriptURL: (url: string) => string | null }): unknown;
}

let isAllowed = false;

/** The page's policy forbids to run anything made of text; files of the app itself are allowed, for threads. */
export function allowOwnThreads(): void {
  if (isAllowed) return;
  isAllowed = true;
  const maker: unknown = Reflect.get(globalThis, 'trustedTypes');
  if (!isPolicyMaker(maker)) return;
  maker.createPolicy('default', { createScriptURL: (url) => (new URL(url, location.href).origin === location.origin ? url : null) });
}

function isPolicyMaker(value: unknown): value is PolicyMaker {
  return typeof value === 'object' && value !== null && 'createPolicy' in value;
}
