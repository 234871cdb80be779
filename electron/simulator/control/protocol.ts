import type { Told } from '#simulator/world/faults/command.ts';

/** What the control address is sent and answers, as JSON. */
interface ControlRequest {
  readonly command: string;
  readonly arguments: readonly string[];
}

export type ControlAnswer = { readonly ok: true; readonly told: Told } | { readonly ok: false; readonly error: string };

export function parseRequest(body: string): ControlRequest | undefined {
  const value = parseJson(body);
  if (typeof value !== 'object' || value === null || !('command' in value) || typeof value.command !== 'string') return undefined;
  const given: unknown = 'arguments' in value ? value.arguments : [];
  return isTexts(given) ? { command: value.command, arguments: given } : undefined;
}

export function parseAnswer(body: string): ControlAnswer | undefined {
  const value = parseJson(body);
  if (typeof value !== 'object' || value === null || !('ok' in value)) return undefined;
  if (value.ok === true && 'told' in value) return { ok: true, told: value.told as Told }; // JSON is all that Told allows
  return 'error' in value && typeof value.error === 'string' ? { ok: false, error: value.error } : undefined;
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON is the same as not understood.
    return undefined;
  }
}
