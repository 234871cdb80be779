import type { DetailedPeerCertificate, PeerCertificate, TLSSocket } from 'node:tls';
import type { Certificate, TrustDoubt } from '#shared/contract/failure.ts';
import { NetError } from './net-error.ts';

/** Who may answer at an address, besides everyone the system vouches for. */
export interface Trust {
  accepts(address: string, certificate: Certificate): boolean;
  /** What to show beside a certificate that is not accepted. */
  doubtsAbout(address: string, certificate: Certificate): TrustDoubt;
}

/** Passes a finished handshake when the system trusts the chain or this certificate is expected here; else throws. */
export function requireTrust(socket: TLSSocket, address: string, trust: Trust): void {
  const peer = socket.getPeerCertificate();
  // A handshake without any certificate proves nothing about who answered.
  if (typeof peer.fingerprint256 !== 'string') throw new NetError({ kind: 'unreachable', address, why: 'no-tls' });
  const certificate = certificateOf(peer);
  if (trust.accepts(address, certificate) || socket.authorized) return;
  throw new NetError({ kind: 'untrusted-certificate', address, certificate, ...trust.doubtsAbout(address, certificate) });
}

function certificateOf(peer: PeerCertificate | DetailedPeerCertificate): Certificate {
  return {
    fingerprint: peer.fingerprint256,
    subject: nameOf(peer.subject),
    issuer: nameOf(peer.issuer),
    validFromMs: Date.parse(peer.valid_from),
    validToMs: Date.parse(peer.valid_to),
  };
}

/** The common name, or all there is when a certificate has none. */
function nameOf(name: PeerCertificate['subject'] | undefined): string {
  const entries = Object.entries(name ?? {});
  const common = entries.find(([key]) => key === 'CN')?.[1];
  return [common ?? entries.map(([key, value]) => `${key}=${String(value)}`).join(', ')].flat().join(', ');
}
