import { z } from 'zod';
import type { Call } from '#shared/contract/call.ts';
import { CONNECT_TIMEOUT_LIMITS_MS, rehearsalPaces, type Settings, type SettingsChange } from '#shared/domain/settings/settings.ts';

const { least, most } = CONNECT_TIMEOUT_LIMITS_MS;

const confirmations = { powerOff: z.boolean(), disconnect: z.boolean(), dismissAlerts: z.boolean() };
const parts = {
  theme: z.enum(['system', 'light', 'dark']),
  density: z.enum(['compact', 'comfortable']),
  connectTimeoutMs: z.number().int().min(least).max(most),
  proxy: z.discriminatedUnion('is', [
    z.strictObject({ is: z.literal('none') }),
    z.strictObject({ is: z.literal('http'), address: z.string().min(1).max(300), user: z.string().max(300).optional() }),
  ]),
  rememberAddresses: z.boolean(),
  rehearsals: z.enum(rehearsalPaces),
};

export const settingsSchema = z.object({ ...parts, confirmations: z.object(confirmations) }) satisfies z.ZodType<Settings>;
const changes = z.strictObject({ ...parts, confirmations: z.strictObject(confirmations).partial() }).partial() satisfies z.ZodType<SettingsChange>;

const settingsAnswer = z.object({
  settings: settingsSchema,
  /** Whether a password for the proxy of the settings is known now. */
  hasProxyPassword: z.boolean(),
});

/** The window's own memory: small, and worth nothing to anybody else. */
const LONGEST_VALUE = 64 * 1024;
const viewKey = z.string().regex(/^[\w.:-]{1,100}$/);
const viewValue = z.json().refine((value) => JSON.stringify(value).length <= LONGEST_VALUE, { message: 'too long' });

export const settingsCalls = {
  'settings.get': {
    effect: 'read',
    input: z.strictObject({}),
    output: settingsAnswer.extend({
      sequence: z.number(),
      /** Where a file that made no sense was put; nothing of it is used. */
      damagedFile: z.string().optional(),
    }),
  },
  'settings.set': {
    effect: 'change',
    input: z.strictObject({
      changes,
      /** Kept in the vault if that is open, else until the app ends. Empty: forgotten. */
      proxyPassword: z.string().max(1000).optional(),
    }),
    output: settingsAnswer,
  },
  /** Everything as it was before anybody decided anything. */
  'settings.reset': { effect: 'change', input: z.strictObject({}), output: settingsAnswer },
  /** What the window left under this key; absent when it left nothing, or that was too long ago. */
  'view.get': { effect: 'read', input: z.strictObject({ key: viewKey }), output: z.object({ value: z.json().optional() }) },
  /** Without a value: forgotten. */
  'view.set': { effect: 'change', input: z.strictObject({ key: viewKey, value: viewValue.optional() }), output: z.object({}) },
} as const satisfies Record<string, Call>;
