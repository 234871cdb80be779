import { isSameSubnet } from '#shared/domain/diagnosis/subnet.ts';
import type { PreconditionId, Precondition } from '#shared/domain/diagnosis/offer.ts';
import { candidateOf } from '#shared/domain/diagnosis/faults/role-faults.ts';
import type { PoolHost } from '#shared/domain/diagnosis/believed.ts';
import type { View } from '#shared/domain/diagnosis/view.ts';
import type { Parameters } from './repair-rule.ts';

type State = Precondition['state'];

/** The pool's word counts for so long. */
const POOL_COUNTS_MS = 120_000;

/** Asked of what was seen, never of the person. */
export function preconditionState(id: PreconditionId, view: View, parameters: Parameters): State {
  return states[id](view, parameters);
}

function claim(is: boolean | undefined): State {
  return is === undefined ? 'unknown' : is ? 'met' : 'unmet';
}

const states: Readonly<Record<PreconditionId, (view: View, parameters: Parameters) => State>> = {
  'identity-proven': identityProven,
  'no-vms-alive': ({ lock }) => (lock.is === 'open' ? 'met' : lock.because === 'not-proven-off' ? 'unknown' : 'unmet'),
  'proven-off': provenOff,
  'ha-not-armed': haNotArmed,
  'second-route': ({ attempts }) =>
    claim(new Set(attempts.filter(({ stage, state }) => stage === 'run' && state === 'done').map(({ route }) => route.address)).size > 1),
  'master-known': ({ believed }) => claim(believed.master?.isLive),
  'master-proven-off': masterProvenOff,
  'newest-database': newestDatabase,
  'in-emergency-mode': (view) => {
    const emergency = view.seen('emergency');
    return claim(emergency === undefined ? undefined : emergency.is === 'emergency');
  },
  'pool-answers': poolAnswers,
  'other-interface-reaches-master': otherInterface,
  'all-hosts-live': ({ believed }) => claim(believed.hosts.every(({ isLive }) => isLive === true)),
  'iscsi-unplugged': ({ believed }) => claim(!believed.pbds.some(({ srType, isAttached }) => isAttached && srType.includes('iscsi'))),
  'is-member': (view) => {
    const role = view.seen('role');
    return claim(role === undefined ? undefined : role.is !== 'master');
  },
  'no-resident-vms': ({ believed }) => claim(believed.vms.length === 0),
  'other-hosts-quiet': otherHostsQuiet,
  'master-disarmed': masterDisarmed,
  'master-lets-in': ({ believed }) => claim(believed.master?.saysRole !== undefined || undefined),
  'card-has-link': (view, { device }) => claim(view.seen('nics')?.some(({ name, hasCarrier }) => name === device && hasCarrier === true)),
  // Only the host itself can ask who else has it, a moment before it is taken.
  'address-free': () => 'unknown',
  // Only where its toolstack is asked over HTTPS.
  'certificate-known': () => 'unknown',
  'no-pending-guidance': (view) => claim((view.seen('hostRecord')?.pendingGuidances ?? view.believed.host.pendingGuidances ?? []).length === 0),
};

/** The host before us, or another one that the repair is run on instead. */
function subjectOf(view: View, { host }: Parameters): PoolHost | undefined {
  return host === undefined || host === view.believed.host.uuid ? undefined : view.otherHosts.find(({ uuid }) => uuid === host);
}

function identityProven(view: View, parameters: Parameters): State {
  const other = subjectOf(view, parameters);
  if (other !== undefined) return claim(other.saysRole !== undefined || undefined);
  return view.verdict.is === 'wrong-host' ? 'unmet' : claim(view.isReached || undefined);
}

function provenOff({ verdict }: View): State {
  if (verdict.is === 'off') return 'met';
  return verdict.is === 'unknown' || verdict.is === 'searching'
    ? verdict.is === 'unknown' && verdict.because === 'power-is-on'
      ? 'unmet'
      : 'unknown'
    : 'unmet';
}

/** The host's own flag; the pool's only where the host cannot be asked. */
function haNotArmed(view: View, parameters: Parameters): State {
  const other = subjectOf(view, parameters);
  if (other !== undefined) return claim(other.isHaArmed === undefined ? !view.believed.isHaEnabled || undefined : !other.isHaArmed);
  const { isHaArmed, isReached, believed } = view;
  if (isHaArmed !== undefined) return claim(!isHaArmed);
  return isReached ? 'unknown' : claim(!believed.isHaEnabled);
}

function masterProvenOff(view: View): State {
  if (view.believed.isMaster) return provenOff(view);
  const { master } = view.believed;
  if (master?.isProvenOff === true) return 'met';
  return master?.isLive === true && isPictureFresh(view) ? 'unmet' : 'unknown';
}

/** Only when every host that could have a newer one has been asked. */
function newestDatabase(view: View, { host }: Parameters): State {
  const newest = candidateOf(view);
  if (newest === undefined) return 'unknown';
  const unasked = view.otherHosts.filter(
    ({ uuid, dbGeneration, isProvenOff }) => dbGeneration === undefined && isProvenOff !== true && uuid !== view.believed.master?.uuid,
  );
  if (newest.uuid !== host) return 'unmet';
  return unasked.length === 0 ? 'met' : 'unknown';
}

/** An old picture says of every host that it is there, whatever has become of it since. */
export function isPictureFresh({ nowMs, believed }: Pick<View, 'nowMs' | 'believed'>): boolean {
  return nowMs - believed.asOfMs <= POOL_COUNTS_MS;
}

function poolAnswers(view: View): State {
  const { believed, verdict } = view;
  // Nobody answers for a pool whose master is off, however fresh its last word.
  if (believed.isMaster && verdict.is === 'off') return 'unmet';
  if (!isPictureFresh(view)) return 'unknown';
  return claim(believed.isMaster ? believed.host.isLive : believed.master?.isLive);
}

/** Certain only where the master is a neighbour there; otherwise the repair itself tries before it changes anything. */
function otherInterface(view: View, { bridge }: Parameters): State {
  const master = view.believed.master?.address;
  const own = view.seen('addresses')?.find(({ device, family }) => device === bridge && family === 'inet');
  if (master === undefined || own === undefined) return 'unknown';
  return isSameSubnet(own.address, master, own.prefix) === true ? 'met' : 'unknown';
}

/** None of the others can be starting this host's machines: each is off, or has let go of high availability and said what it runs. */
function otherHostsQuiet(view: View, { host = view.believed.host.uuid }: Parameters): State {
  const isStatefileGone = view.seen('liveset')?.hosts.every(({ reachesStatefile }) => reachesStatefile === false) === true;
  const loud = [selfOf(view), ...view.otherHosts]
    .filter(({ uuid }) => uuid !== host)
    .filter(({ isProvenOff, domains, isHaArmed }) => isProvenOff !== true && !(domains !== undefined && (isHaArmed === false || isStatefileGone)));
  if (loud.length === 0) return 'met';
  return loud.some(({ isHaArmed, isLive }) => isHaArmed === true && isLive === true) ? 'unmet' : 'unknown';
}

function selfOf(view: View): PoolHost {
  const guests = view.seen('domains')?.domains.filter(({ id, state }) => id > 0 && state !== 'dying');
  const { uuid, name, address, isLive } = view.believed.host;
  return {
    uuid,
    name,
    address,
    isLive,
    isHaArmed: view.isHaArmed,
    ...(guests !== undefined && { domains: guests.flatMap((guest) => guest.uuid ?? []) }),
  };
}

/** A member that lets go while its master holds on is started a second time by it. */
function masterDisarmed({ believed, isHaArmed }: View, { host = believed.host.uuid }: Parameters): State {
  const { master } = believed;
  if (master === undefined) return 'unknown';
  if (host === master.uuid || master.isProvenOff === true) return 'met';
  const isArmed = believed.isMaster ? isHaArmed : master.isHaArmed;
  return claim(isArmed === undefined ? undefined : !isArmed);
}
