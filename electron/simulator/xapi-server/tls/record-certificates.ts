import { canReachDatabase } from '#simulator/world/reach.ts';
import type { Row } from '#simulator/world/value.ts';
import type { SimHost, World } from '#simulator/world/world.ts';
import { certificateOf, type HostCertificate } from './certificate.ts';

const recorded = new WeakMap<SimHost, number>();

/** Writes what each host now shows its clients into the pool's records of it. */
export function recordCertificates(world: World): void {
  for (const host of world.hosts) {
    const before = recorded.get(host);
    if (before === host.certificateGeneration) continue;
    // A host writes that down itself, and that takes its master.
    if (before !== undefined && (host.toolstack.is === 'emergency' || !canReachDatabase(host))) continue;
    recorded.set(host, host.certificateGeneration);
    record(host, before === undefined);
  }
}

/** Records of a loaded database keep what they say until the certificate is replaced. */
function record({ pool, ref, ...host }: SimHost, isFirst: boolean): void {
  const certificate = certificateOf(host);
  for (const [certificateRef, { row }] of pool.database.tables.get('Certificate')?.rows ?? []) {
    const isServerCertificate = row['host'] === ref && (row['type'] === undefined || row['type'] === 'host');
    if (isServerCertificate && !(isFirst && row['fingerprint'] !== '')) {
      pool.database.set('Certificate', certificateRef, fingerprints(row, certificate));
    }
  }
}

function fingerprints(row: Row, { sha256, sha1 }: HostCertificate): Row {
  return {
    fingerprint: sha256,
    ...(row['fingerprint_sha256'] === undefined ? {} : { fingerprint_sha256: sha256 }),
    ...(row['fingerprint_sha1'] === undefined ? {} : { fingerprint_sha1: sha1 }),
  };
}
