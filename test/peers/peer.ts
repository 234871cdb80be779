import { createClient, type PeerClient, type PeerObject } from 'xen-api';

export const transports = ['json-rpc', 'xml-rpc'] as const;
export type Transport = (typeof transports)[number];

export interface Peer extends AsyncDisposable {
  readonly client: PeerClient;
  /** Everything it holds, class by class. */
  byClass(): ReadonlyMap<string, readonly PeerObject[]>;
}

/** A client we did not write, connected and with its first load finished. */
export async function connectPeer(setup: { url: string; user: string; password: string; transport: Transport }): Promise<Peer> {
  const { url, user, password, transport } = setup;
  const client = createClient({ url, auth: { user, password }, allowUnauthorized: true, transport, debounce: 10, eventPollDelay: 200 });
  await client.connect();
  await client.objectsFetched;
  return {
    client,
    byClass: () => Map.groupBy(Object.values(client.objects.all), (object) => object.$type),
    [Symbol.asyncDispose]: async () => client.disconnect(),
  };
}
