import type { Duplex } from 'node:stream';
import { createSecureContext, type SecureContext, TLSSocket } from 'node:tls';
import type { SimHost } from '../world/world.ts';
import { type Door, openDoor } from './door.ts';
import { serveConnection } from './http/serve-connection.ts';
import type { Service } from './http/service.ts';
import { reachOf } from './link/reach.ts';
import { certificateOf } from './tls/certificate.ts';

export interface Where {
  readonly address: string;
  readonly port: number;
  readonly protocol: 'https' | 'http';
}

/** Where one host's toolstack listens, with or without TLS. */
export async function openEndpoint(service: Service, where: Where): Promise<Door> {
  const { host } = service;
  const secure = secureContexts(host);
  return await openDoor(
    {
      reach: () => reachOf(host),
      link: host.link,
      hasPower: () => host.power !== 'off',
      wrap: (stream) => (where.protocol === 'https' ? new TLSSocket(stream, { isServer: true, secureContext: secure() }) : stream),
      serve(stream) {
        serveConnection(service, stream).catch(() => stream.destroy());
      },
    },
    where,
  );
}

/** A process on the host itself asks its toolstack over the socket in its file system. */
export function serveLocally(service: Service, stream: Duplex): void {
  serveConnection({ ...service, isLocal: true }, stream).then(
    () => void stream.end(),
    () => void stream.destroy(),
  );
}

/** A replaced certificate shows on new connections only. */
function secureContexts(host: SimHost): () => SecureContext {
  let made: { readonly generation: number; readonly context: SecureContext } | undefined;
  return () => {
    if (made?.generation !== host.certificateGeneration) {
      const { privateKeyPem, certificatePem } = certificateOf(host);
      made = { generation: host.certificateGeneration, context: createSecureContext({ key: privateKeyPem, cert: certificatePem }) };
    }
    return made.context;
  };
}
