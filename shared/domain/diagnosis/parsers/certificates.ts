import type { CertificateFile, Certificates } from '../sight-toolstack.ts';
import { linesOf, openSslDateMs } from './lines.ts';

export function parseCertificates(raw: string): Certificates | undefined {
  if (raw.trim() === '') return undefined;
  const lines = linesOf(raw);
  return {
    own: lines.flatMap(certificateIn),
    trusted: trustedIn(lines),
    isVerifying: lines.some((line) => /^\S{10,}.*\/verify-certificates$/.test(line)),
  };
}

function certificateIn(line: string): readonly CertificateFile[] {
  const [, path, said] = /^(\/etc\/xensource\/\S+\.pem) (.*)$/.exec(line) ?? [];
  if (path === undefined || said === undefined) return [];
  const parts = said.split('|').map((part) => part.trim());
  const after = (label: string): string | undefined =>
    parts
      .find((part) => part.startsWith(label))
      ?.slice(label.length)
      .trim();
  return [
    {
      path,
      // Older releases write `subject= /CN=…`, newer ones `subject=CN = …`.
      subject: after('subject=') ?? '',
      validFromMs: openSslDateMs(after('notBefore=')),
      validToMs: openSslDateMs(after('notAfter=')),
      sha256: fingerprintIn(said),
    },
  ];
}

export function fingerprintIn(text: string): string | undefined {
  return /sha256 fingerprint=([\dA-F:]+)/i.exec(text)?.[1]?.toUpperCase();
}

/** A listing names its folder once, and then files without it. */
function trustedIn(lines: readonly string[]): Certificates['trusted'] {
  let folder = '';
  return lines.flatMap((line): Certificates['trusted'] => {
    const named = /^(\/\S+):$/.exec(line)?.[1];
    if (named !== undefined) folder = `${named}/`;
    const [, size, at, name] = /^-\S{9,}\s+\d+\s+\S+\s+\S+\s+(\d+)\s+(\d+)\s+(\S+)$/.exec(line) ?? [];
    if (name === undefined || name.endsWith('/verify-certificates')) return [];
    return [{ path: name.startsWith('/') ? name : folder + name, sizeBytes: Number(size), changedAtS: Number(at) }];
  });
}
