import type { Ports } from '#engine/ports.ts';
import type { HandlersOf } from '#engine/rpc/dispatch.ts';

export function appHandlers(ports: Ports): HandlersOf<'app.about' | 'app.locations'> {
  return {
    'app.about': () => ({ version: ports.version, hasDemo: ports.demo !== undefined }),
    'app.locations': () => ({ data: ports.paths.data, ...(ports.paths.log !== undefined && { log: ports.paths.log }) }),
  };
}
