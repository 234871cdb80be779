import { rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import type { SimHost } from '#simulator/world/world.ts';
import type { RunningServer } from '#simulator/xapi-server/server.ts';
import type { LabHost } from './lab-host.ts';

const HTTPS = 443;

/** A toolstack where its host is: on port 443 of every address in the host's namespace, and at its own socket. */
export interface Toolstack extends AsyncDisposable {
  /** Opens and closes with what the world says of it. */
  follow(): Promise<void>;
}

export function placeToolstack(server: RunningServer, { host, agent, toolstackSocket }: LabHost): Toolstack {
  const open: Server[] = [];
  let following: Promise<void> | undefined;

  async function begin(): Promise<void> {
    const secure = await agent.listen(HTTPS);
    secure.on('connection', (socket) => server.enter(host, socket.setNoDelay(true), () => (isListening(host) ? 'open' : 'refuse')));
    rmSync(toolstackSocket, { force: true });
    const local = createServer((socket) => {
      socket.on('error', () => socket.destroy());
      if (!host.dom0.isXapiHung) server.enterLocally(host, socket);
    });
    await new Promise<void>((resolve) => local.listen(toolstackSocket, resolve));
    open.push(secure, local);
  }

  function close(): void {
    // Connections end as the server notices that nobody listens any more.
    for (const one of open.splice(0)) one.close();
  }

  async function step(): Promise<void> {
    if (isListening(host) && open.length === 0) await begin();
    else if (!isListening(host)) close();
  }

  return {
    async follow() {
      following ??= step().finally(() => {
        following = undefined;
      });
      await following;
    },
    async [Symbol.asyncDispose]() {
      await following;
      close();
    },
  };
}

function isListening(host: SimHost): boolean {
  return host.power === 'on' && host.toolstack.is !== 'stopped';
}
