import type { Draft } from '../offer.ts';
import { draftsIf, type View } from '../view.ts';

/** Onto a card of its own: one that carries management and has a link, else any with a link; bonds are taken apart by it. */
export function networkReset(view: View): readonly Draft[] {
  const nics = view.list('nics');
  const own = view.management.uplinks.map(({ name }) => name);
  const linked = nics.filter(({ hasCarrier }) => hasCarrier === true).map(({ name }) => name);
  const device = own.find((name) => linked.includes(name)) ?? linked[0] ?? own[0];
  const vlan = view.management.pif?.vlan ?? -1;
  const tag: Readonly<Record<string, string>> = vlan < 0 ? {} : { vlan: String(vlan) };
  return draftsIf(device !== undefined, { repair: 'reset-network', parameters: { device: device ?? '', ...tag } });
}
