import type { ShellWitness } from '#shared/domain/liveness/witness.ts';
import type { Seen } from './sight.ts';
import type { Domains } from './sight-machine.ts';

/** What a host's list of domains says of its pool's machines; its own control domain is none of them, and neither is one that is being torn down. */
export function shellWitness({ atMs, value }: Extract<Seen<Domains>, { is: 'seen' }>): ShellWitness {
  const running = value.domains.filter(({ id, state }) => id > 0 && state !== 'dying').flatMap(({ uuid }) => uuid ?? []);
  const isNamed = value.domains.every(({ id, uuid }) => id === 0 || uuid !== undefined);
  return { atMs, running, isComplete: isNamed && (value.by === 'list_domains' || value.by === 'xl') };
}
