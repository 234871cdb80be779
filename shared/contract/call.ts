import type { z } from 'zod';

/**
 * One row of the table. A `read` may be asked again after a lost connection; a `change` never is, because
 * nobody knows whether it happened.
 */
export interface Call {
  readonly effect: 'read' | 'change';
  readonly input: z.ZodType;
  readonly output: z.ZodType;
}
