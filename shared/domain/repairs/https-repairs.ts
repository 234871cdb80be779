import type { DiagnosisInput } from '#shared/domain/diagnosis/diagnosis.ts';
import type { Offer, Precondition, PreconditionId, ProofId, RepairId } from '#shared/domain/diagnosis/offer.ts';
import { addressWord, deviceWord, hostWord } from '#shared/domain/diagnosis/shell.ts';
import { type View, viewOf } from '#shared/domain/diagnosis/view.ts';
import { isPictureFresh, preconditionState } from './preconditions.ts';
import { type Parameters, standingIn } from './repair-rule.ts';
import { repairTable } from './repair-table.ts';

/** What a host's own toolstack said over HTTPS. */
export interface ToolstackWord {
  readonly address: string;
  readonly says: { readonly is: 'healthy' | 'emergency' | 'refuses' | 'untrusted'; readonly code?: string | undefined };
}

/** One that the host answers itself, whatever has become of its master; `as-master`: by a session of the pool, once the host is its master. */
export interface HttpsCall {
  readonly call: string;
  readonly parameters: readonly unknown[];
  readonly as: 'host' | 'master';
}

interface HttpsRule {
  readonly needs: readonly PreconditionId[];
  /** Whether it could help at all. */
  readonly isFor: (view: View, word: ToolstackWord) => boolean;
  readonly parameters: (view: View) => Parameters;
  /** Where it is seen otherwise than over SSH whether it has helped. */
  readonly proof?: ProofId;
  /** Undefined where a parameter is not what it should be. */
  readonly calls: (parameters: Parameters) => readonly HttpsCall[] | undefined;
}

const onHost = (call: string, ...parameters: readonly unknown[]): HttpsCall => ({ call, parameters, as: 'host' });
const onMaster = (call: string, ...parameters: readonly unknown[]): HttpsCall => ({ call, parameters, as: 'master' });
const isInEmergency = ({ says }: ToolstackWord): boolean => says.is === 'emergency';

/** The repairs that need no shell: what is called differs, why it may be done does not. */
const rules: Partial<Readonly<Record<RepairId, HttpsRule>>> = {
  'point-to-master': {
    needs: ['is-member', 'master-known', 'ha-not-armed'],
    isFor: ({ believed }) => !believed.isMaster && believed.master !== undefined,
    parameters: ({ master }) => ({ address: master.address, name: master.name }),
    calls: ({ address = '' }) => (hostWord(address) === undefined ? undefined : [onHost('pool.emergency_reset_master', address)]),
  },
  'emergency-management': {
    needs: ['in-emergency-mode', 'ha-not-armed'],
    isFor: (_view, word) => isInEmergency(word),
    parameters: ({ believed }) => ({ bridge: believed.pifs.find(({ isManagement }) => isManagement)?.bridge ?? '' }),
    calls: ({ bridge = '' }) => (deviceWord(bridge) === undefined ? undefined : [onHost('host.local_management_reconfigure', bridge)]),
  },
  // A member passes this on to its master, which refuses it for a host that it has lost; so only a master can be told.
  'restart-toolstack': {
    needs: ['ha-not-armed'],
    isFor: ({ believed }, { says }) => believed.isMaster && says.is === 'healthy',
    parameters: ({ believed }) => ({ ref: believed.host.ref ?? '' }),
    proof: 'toolstack-restarted',
    calls: ({ ref = '' }) => (ref === '' ? undefined : [onMaster('host.restart_agent', ref)]),
  },
  'disable-tls-checks': {
    needs: [],
    isFor: (_view, word) => isInEmergency(word),
    parameters: () => ({}),
    calls: () => [onHost('host.emergency_disable_tls_verification')],
  },
  // What it answers with from then on nobody has confirmed, so there a person has the last word.
  'reset-certificate': {
    needs: [],
    isFor: (_view, word) => isInEmergency(word),
    parameters: () => ({}),
    proof: 'new-certificate',
    calls: () => [onHost('host.emergency_reset_server_certificate')],
  },
  promote: {
    needs: ['master-proven-off', 'newest-database', 'ha-not-armed'],
    isFor: (view) => !view.believed.isMaster && !hasMasterNow(view),
    parameters: ({ believed: { host } }) => ({ name: host.name }),
    calls: () => [onHost('pool.emergency_transition_to_master'), onMaster('pool.recover_slaves')],
  },
  'emergency-disable-ha': {
    needs: ['master-disarmed', 'other-hosts-quiet'],
    isFor: ({ believed }) => believed.isHaEnabled,
    parameters: ({ believed: { host } }) => ({ name: host.name }),
    calls: () => [onHost('host.emergency_ha_disable', false)],
  },
};

function hasMasterNow(view: View): boolean {
  const { master } = view.believed;
  return master?.isLive === true && master.isProvenOff !== true && isPictureFresh(view);
}

export function httpsCalls(repair: RepairId, parameters: Parameters): readonly HttpsCall[] | undefined {
  return rules[repair]?.calls(parameters);
}

/** What can be had done of a dark host that lets nobody into a shell, harmless ones first; nothing of a host that its pool has. */
export function httpsOffers(input: DiagnosisInput, word: ToolstackWord | undefined): readonly Offer[] {
  if (word === undefined || addressWord(word.address) === undefined) return [];
  const view = viewOf(input);
  if ((!view.isDark && isPictureFresh(view)) || view.isReached) return [];
  return (Object.keys(rules) as RepairId[]).flatMap((repair) => offerOf(view, { repair, word }) ?? []);
}

function offerOf(view: View, { repair, word }: { readonly repair: RepairId; readonly word: ToolstackWord }): Offer | undefined {
  const rule = rules[repair];
  if (rule?.isFor(view, word) !== true) return undefined;
  const parameters = { host: view.believed.host.uuid, ...rule.parameters(view) };
  const calls = rule.calls(parameters);
  if (calls === undefined) return undefined;
  const table = repairTable[repair];
  const preconditions = (['certificate-known', ...rule.needs] as const).map(
    (id): Precondition => ({ id, state: stateOf(id, { view, word, parameters }) }),
  );
  // Nothing of the machine itself is seen, so what is not known stands in the way, wherever it was asked for.
  const standing = preconditions.filter(({ state }) => state !== 'met');
  return {
    repair,
    class: table.class,
    on: 'toolstack',
    parameters,
    commands: calls.map(callLine),
    preconditions,
    ...standingIn(table, standing),
    proof: rule.proof ?? table.proof,
  };
}

interface Asked {
  readonly view: View;
  readonly word: ToolstackWord;
  readonly parameters: Parameters;
}

/** Two things its toolstack has said itself; what role it has is the pool's word where it cannot be read. */
function stateOf(id: PreconditionId, { view, word, parameters }: Asked): Precondition['state'] {
  switch (id) {
    case 'certificate-known':
      return word.says.is === 'healthy' || word.says.is === 'emergency' ? 'met' : 'unmet';
    case 'in-emergency-mode':
      return isInEmergency(word) ? 'met' : 'unmet';
    case 'master-known':
      return isPictureFresh(view) ? preconditionState(id, view, parameters) : 'unknown';
    case 'is-member':
      return view.believed.isMaster ? 'unmet' : 'met';
    case 'newest-database':
      return isLastOne(view) ? 'met' : 'unknown';
    default:
      return preconditionState(id, view, parameters);
  }
}

/** How new its copy is nobody can see without a shell; where no other host is left to be taken, it is the newest there is. */
function isLastOne({ otherHosts, believed }: View): boolean {
  return otherHosts.every(({ uuid, isProvenOff }) => uuid === believed.master?.uuid || isProvenOff === true);
}

export function callLine({ call, parameters }: HttpsCall): string {
  return `${call}(${parameters.map((parameter) => JSON.stringify(parameter)).join(', ')})`;
}
