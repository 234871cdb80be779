import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import ssh2, { type Connection, type Server } from 'ssh2';
import type { SimHost } from '#simulator/world/world.ts';
import { forward, forwardSocket } from './forward.ts';
import { hostKeysOf } from '#simulator/world/dom0/ssh-keys.ts';
import { holdSession } from './session.ts';
import type { SshService } from './ssh-service.ts';

/** The SSH server of one host, or of a machine that has taken its address. */
export interface Daemon {
  serve(stream: Duplex): void;
}

/** Shown before anything else; CentOS 7 has this one. */
const IDENT = 'OpenSSH_7.4';
const LOGIN_DELAY_MS = 2_000;
const MAX_SESSIONS = 10;

export function daemonOf(service: SshService, host: SimHost, who: 'host' | 'impostor'): Daemon {
  let made: { readonly generation: number; readonly server: Server } | undefined;

  function server(): Server {
    const generation = host.dom0.ssh.keyGeneration;
    if (made?.generation !== generation) {
      const keys = hostKeysOf(who === 'host' ? host.uuid : `impostor ${host.uuid}`, generation);
      made = { generation, server: new ssh2.Server({ hostKeys: [...keys.privateKeys], ident: IDENT }, (client) => welcome(client)) };
    }
    return made.server;
  }

  function welcome(client: Connection): void {
    client.on('error', () => client.end());
    client.on('authentication', (attempt) => {
      if (attempt.method === 'none') return attempt.reject(['password']);
      if (attempt.method !== 'password') return attempt.reject(['password']);
      const isRight = who === 'host' && attempt.username === 'root' && passwordOf(host) === attempt.password;
      if (isRight) return attempt.accept();
      // A refused password is answered late, so that guessing takes time.
      service.world.clock.after(LOGIN_DELAY_MS, () => attempt.reject(['password']));
    });
    client.on('ready', () => attend(client));
  }

  function attend(client: Connection): void {
    let sessions = 0;
    client.on('session', (accept, reject) => {
      if (sessions >= MAX_SESSIONS) return reject();
      sessions += 1;
      const session = accept();
      session.on('close', () => {
        sessions -= 1;
      });
      holdSession(service, host, session);
    });
    // Keep-alive questions want any answer; forwarding back is not offered.
    client.on('request', (_accept, reject) => reject?.());
    // Without somebody who listens the library says that it is prohibited.
    if (!host.dom0.ssh.isForwarding) return;
    client.on('tcpip', (accept, reject, { destIP, destPort }) => {
      forward(service, { from: host, address: destIP, port: destPort }, { accept, reject });
    });
    client.on('openssh.streamlocal', (accept, reject, { socketPath }) => forwardSocket(service, host, socketPath, { accept, reject }));
  }

  return {
    // All it uses of a socket is what every stream has.
    serve: (stream) => server().injectSocket(stream as Socket),
  };
}

function passwordOf(host: SimHost): string | undefined {
  return host.dom0.ssh.password ?? host.pool.accounts.find(({ role }) => role === 'superuser')?.password;
}
