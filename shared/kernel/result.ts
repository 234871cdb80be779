export type Result<T, F> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: F };

export const ok = <T>(value: T) => ({ ok: true, value }) as const;
export const fail = <F>(failure: F) => ({ ok: false, failure }) as const;
