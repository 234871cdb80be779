import type { Duplex } from 'node:stream';

/** Resolves with the socket once it says so; failing or aborted, it is destroyed. */
export async function whenReady<S extends Duplex>(socket: S, event: 'connect' | 'secureConnect', signal: AbortSignal): Promise<S> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const closed = (): void => reject(Object.assign(new Error('closed while connecting'), { code: 'ECONNRESET' }));
  const abandon = (): void => {
    // An abort without a reason of its own still has one: the platform's.
    reject(signal.reason as Error);
  };
  // Stays: an error between two owners of the socket must not end the process, and each owner listens for itself.
  socket.on('error', reject);
  socket.once(event, resolve);
  socket.once('close', closed);
  signal.addEventListener('abort', abandon, { once: true });
  try {
    await promise;
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    socket.off(event, resolve);
    socket.off('close', closed);
    signal.removeEventListener('abort', abandon);
  }
}
