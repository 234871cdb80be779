import { type AddressInfo, connect, createServer } from 'node:net';

export interface TestProxy extends AsyncDisposable {
  readonly address: string;
  /** The first lines of what was asked. */
  readonly asked: readonly string[];
  /** Connections that go through it now. */
  open(): number;
}

/** An HTTP proxy that knows one request, and wants a login if it is given one. `names` are known to it and to nobody else. */
export async function aProxy(login?: string, names: Readonly<Record<string, string>> = {}): Promise<TestProxy> {
  const asked: string[] = [];
  let open = 0;
  const server = createServer((client) => {
    open += 1;
    client.on('error', () => client.destroy());
    client.on('close', () => {
      open -= 1;
    });
    client.once('data', (bytes) => {
      const [first = '', ...lines] = bytes.toString('latin1').split('\r\n');
      asked.push(first);
      const given = lines.find((line) => line.startsWith('Proxy-Authorization: Basic '))?.slice('Proxy-Authorization: Basic '.length);
      if (login !== undefined && given !== Buffer.from(login).toString('base64')) {
        client.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
        return;
      }
      const [, host = '', port] = /^CONNECT (.+):(\d+) HTTP\/1\.1$/.exec(first) ?? [];
      const upstream = connect(Number(port), names[host] ?? host.replaceAll(/[[\]]/g, ''), () => {
        client.write('HTTP/1.1 200 Connection established\r\n\r\n');
        client.pipe(upstream).pipe(client);
      });
      upstream.on('error', () => client.destroy());
      client.on('close', () => upstream.destroy());
      upstream.on('close', () => client.destroy());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `127.0.0.1:${port}`,
    asked,
    open: () => open,
    [Symbol.asyncDispose]: async () => {
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
