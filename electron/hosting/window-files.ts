import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';

export interface WindowFile {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly headers: Readonly<Record<string, string>>;
}

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

/**
 * The built window by URL path, with the headers both hosts send; undefined when there is no such file.
 * `connectTo` is where scripts may connect to, beside the page's own origin.
 */
export async function windowFile(folder: string, of: { path: string; connectTo: string }): Promise<WindowFile | undefined> {
  const file = fileFor(folder, of.path);
  const type = file === undefined ? undefined : contentTypes[extname(file)];
  if (file === undefined || type === undefined) return undefined;
  try {
    const body = new Uint8Array(await readFile(file));
    return { body, headers: { 'content-type': type, ...securityHeaders(of.connectTo) } };
  } catch {
    // Not there, or a folder: nothing to show either way.
    return undefined;
  }
}

/** Everything comes from the app itself; scripts cannot be injected as text, and nothing may frame the window. */
export function securityHeaders(connectTo: string): Readonly<Record<string, string>> {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self' ${connectTo}`.trim(),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    // One policy, which lets the window start threads from its own files and nothing else.
    'trusted-types default',
  ].join('; ');
  return {
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'no-store',
  };
}

function fileFor(folder: string, path: string): string | undefined {
  const decoded = decode(path === '/' ? '/index.html' : path);
  if (decoded === undefined || decoded.includes('\0') || decoded.includes('\\')) return undefined;
  const file = normalize(join(folder, decoded));
  return file.startsWith(`${normalize(folder)}${sep}`) ? file : undefined;
}

function decode(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    // A stray percent sign names no file.
    return undefined;
  }
}
