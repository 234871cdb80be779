import { request } from 'node:http';
import type { ControlAnswer } from './protocol.ts';
import { parseAnswer } from './protocol.ts';

export interface ControlAddress {
  readonly url: string;
  readonly token: string;
}

/** Gives a running data centre one order. */
export async function order(address: ControlAddress, command: string, values: readonly string[]): Promise<ControlAnswer> {
  const body = JSON.stringify({ command, arguments: values });
  const text = await post(address, body);
  return parseAnswer(text) ?? { ok: false, error: `${address.url} is no control address of a simulator` };
}

function post(address: ControlAddress, body: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${address.token}`, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const outgoing = request(new URL('/run', address.url), { method: 'POST', headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
      response.on('error', reject);
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
