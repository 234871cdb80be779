import type { Verb } from '#engine/operations/verb.ts';
import type { StorageRequest } from '#shared/domain/operations/storage-request.ts';
import { changeSr } from './change-sr.ts';
import { newSr } from './new-sr.ts';

export function storageVerb(request: StorageRequest): Verb {
  return 'source' in request ? newSr(request) : changeSr(request);
}
