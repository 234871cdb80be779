import { z } from 'zod';
import type { RefOf, WatchedClass } from '#shared/domain/inventory/watched.ts';

/** What requests are made of. */
export const reference = z.string().min(1).max(200);
// A brand exists only in types; whether the object is there is for the rules to say.
export const referenceTo = <C extends WatchedClass>(_class: C) => reference as unknown as z.ZodType<RefOf<C>>;
export const line = z.string().max(1_000);
export const text = z.string().max(20_000);
export const word = z.string().min(1).max(60);
