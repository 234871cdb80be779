import type { SwitchPort } from '#shared/domain/routes/rehearsal.ts';

/** What a switch says of itself and of the port a card hangs on; empty where it says nothing. */
export function parseSwitchPort(raw: string, nic: string): SwitchPort {
  const name = /^\s*System Name TLV \(5\), length \d+: (.*\S)\s*$/m.exec(raw)?.[1];
  const port = /^\s*Port ID TLV \(2\), length \d+\s*\n\s*Subtype [^:\n]*: (.*\S)\s*$/m.exec(raw)?.[1];
  return { nic, switch: name ?? '', port: port ?? '' };
}
