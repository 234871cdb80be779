import type { Outbound } from '#engine/pools/outbound.ts';
import type { HandlersOf } from '#engine/rpc/dispatch.ts';
import type { Publisher } from '#engine/rpc/publisher.ts';
import type { ViewMemory } from '#engine/store/view-memory.ts';
import type { settingsCalls } from '#shared/contract/calls/settings-calls.ts';
import { NetError } from '#engine/net/net-error.ts';
import { parseAddress } from '#shared/domain/address/address.ts';
import type { SettingsChange } from '#shared/domain/settings/settings.ts';

interface SettingsRooms {
  readonly outbound: Outbound;
  readonly view: ViewMemory;
  readonly publisher: Publisher;
}

export function settingsHandlers({ outbound, view, publisher }: SettingsRooms): HandlersOf<keyof typeof settingsCalls> {
  return {
    'settings.get': async () => {
      const { found, current } = await outbound.settings();
      return {
        sequence: publisher.sequences().settings,
        settings: current(),
        hasProxyPassword: outbound.hasProxyPassword(),
        ...(found.is === 'damaged' && { damagedFile: found.keptAt }),
      };
    },
    'settings.set': async ({ changes, proxyPassword }) => {
      requireProxyAddress(changes);
      const settings = await outbound.change(changes, proxyPassword);
      return { settings, hasProxyPassword: outbound.hasProxyPassword() };
    },
    'settings.reset': async () => ({ settings: await outbound.reset(), hasProxyPassword: false }),
    'view.get': async ({ key }) => {
      const value = await view.get(key);
      return value === undefined ? {} : { value };
    },
    'view.set': async ({ key, value }) => {
      await view.set(key, value);
      return {};
    },
  };
}

/** Found out now, and not by every connection from then on. */
function requireProxyAddress({ proxy }: SettingsChange): void {
  if (proxy?.is !== 'http' || parseAddress(proxy.address) !== undefined) return;
  throw new NetError({ kind: 'unreachable', address: proxy.address, why: 'name-not-found' });
}
