import type { Model } from '#shared/xapi/model.ts';

/** Codes put together while a driver or directory service fails, which no list can name. */
const FAMILIES: readonly { readonly code: RegExp; readonly counts: readonly number[] }[] = [
  { code: /^SR_BACKEND_FAILURE_\d+$/, counts: [3] },
  { code: /^(POOL_)?AUTH_(EN|DIS)ABLE_FAILED_[A-Z_]+$/, counts: [1] },
];

/** Where the server itself sends another number of parameters than its model names. */
const MEASURED: Readonly<Record<string, readonly number[]>> = {
  // The user and the reason.
  SESSION_AUTHENTICATION_FAILED: [2],
  // A missing field is told in three parameters, everything else in one.
  INTERNAL_ERROR: [1, 3],
  // The refused operation follows where one is known.
  VM_IS_TEMPLATE: [1, 2],
  // Raised by the server although its model does not list them.
  VM_IS_SNAPSHOT: [2],
  REVERT_ONLY_ALLOWED_ON_SNAPSHOT: [0],
  DESIGNATE_NEW_MASTER_IN_PROGRESS: [0],
  // Both editions, in words; each certificate that clashes.
  LICENSE_HOST_POOL_MISMATCH: [2],
  POOL_JOINING_HOST_CA_CERTIFICATES_CONFLICT: [1],
  TLS_VERIFICATION_ENABLE_IN_PROGRESS: [0],
};

/** How many parameters an error with this code may carry; undefined for a code this server does not raise. */
export function parameterCountsOf(model: Model, code: string): readonly number[] | undefined {
  const measured = MEASURED[code];
  if (measured !== undefined) return measured;
  const named = model.errors.get(code);
  if (named !== undefined) return [named.length];
  return FAMILIES.find((family) => family.code.test(code))?.counts;
}
