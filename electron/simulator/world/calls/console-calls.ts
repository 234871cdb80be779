import type { Implementations } from '../world.ts';
import { XapiError } from '../xapi-error.ts';

function refuse(name: string): () => never {
  return () => {
    throw new XapiError('NOT_IMPLEMENTED', name);
  };
}

/** Consoles come and go with the domains they show; the real server never wrote these two. */
export const consoleCalls: Implementations = {
  'console.create': refuse('Console.create'),
  'console.destroy': refuse('Console.destroy'),
};
