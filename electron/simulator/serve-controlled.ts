import { randomBytes } from 'node:crypto';
import { openControl } from './control/control-server.ts';
import { type DataCentre, serveDataCentre, type ServeDataCentreOptions } from './serve-data-centre.ts';
import type { World } from './world/world.ts';

export interface ControlledDataCentre extends DataCentre {
  readonly control: { readonly url: string; readonly token: string };
}

/** A data centre that takes commands at an address of its own. */
export async function serveControlled(world: World, options: ServeDataCentreOptions): Promise<ControlledDataCentre> {
  const dataCentre = await serveDataCentre(world, options);
  const control = await openControl(world, { token: randomBytes(24).toString('base64url'), afterCommand: dataCentre.takeEffect });
  return {
    ...dataCentre,
    control: { url: control.url, token: control.token },
    async close() {
      await Promise.all([dataCentre.close(), control.close()]);
    },
  };
}
