import type { HostPlan } from '#simulator/world/build/add-host.ts';
import type { Draft } from '#simulator/world/build/draft.ts';
import { text } from '#simulator/world/fields.ts';

const USER = 'admin';
const PASSWORD = 'controller';

/** What every management controller of a pool is asked with; the pool keeps it under this uuid. */
export function addControllerSecret(draft: Draft): string {
  return text(draft.row('secret', draft.add('secret', { value: PASSWORD })), 'uuid');
}

export function controllerAt(address: string, secret: string): NonNullable<HostPlan['powerOn']> {
  return { mode: 'IPMI', config: { power_on_ip: address, power_on_user: USER, power_on_password_secret: secret } };
}
