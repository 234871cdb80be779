import { operationRequest, type Requested } from '#shared/contract/request-schema.ts';
import type { RefOf } from '#shared/domain/inventory/watched.ts';
import type { DeviceRequest } from '#shared/domain/operations/device-request.ts';

/** What brings it back; undefined for what cannot be. What was written down are references of this very pool. */
export function deviceBefore(request: Extract<Requested, DeviceRequest>, former: string | readonly string[]): Requested | undefined {
  const [first = '', second = ''] = typeof former === 'string' ? [former] : former;
  const { server } = request;
  switch (request.kind) {
    case 'drive.plug':
    case 'card.plug':
      return { ...request, isOn: first === 'true' };
    case 'drive.change':
      return parsed({ ...request, changes: JSON.parse(first) as unknown });
    case 'disc.change':
      return { kind: 'disc.change', server, machine: request.machine, ...(first !== '' && { disc: first as RefOf<'vdi'> }) };
    case 'disc.add-drive':
      return { kind: 'disk.detach', server, drive: first as RefOf<'vbd'> };
    case 'card.create':
      return { kind: 'card.delete', server, card: first as RefOf<'vif'> };
    case 'card.change':
      return parsed({ ...request, card: first, changes: JSON.parse(second) as unknown });
    default:
      return cardAgain(server, JSON.parse(first) as Readonly<Record<string, unknown>>);
  }
}

/** With all that kept its guest to its own addresses: a card that came back without would let it take others'. */
function cardAgain(server: string, card: Readonly<Record<string, unknown>>): Requested | undefined {
  // What is written down is the whole card; how large its packets are its network decides.
  const asked = Object.fromEntries(Object.entries(card).filter(([key]) => key !== 'mtu'));
  return parsed({ kind: 'card.create', server, ...asked });
}

/** What was kept by an earlier version may say something else. */
function parsed(request: unknown): Requested | undefined {
  const result = operationRequest.safeParse(request);
  return result.success ? result.data : undefined;
}
