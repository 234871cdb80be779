import type { ConfirmationClass, Draft, Offer, Precondition, PreconditionId, RepairId } from '#shared/domain/diagnosis/offer.ts';
import type { DiagnosisInput, Verdict } from '#shared/domain/diagnosis/diagnosis.ts';
import { type View, viewOf } from '#shared/domain/diagnosis/view.ts';
import { preconditionState } from './preconditions.ts';
import { whole } from './repair-lines.ts';
import { type Parameters, type RepairRule, standingIn } from './repair-rule.ts';
import { repairTable } from './repair-table.ts';
import { ROLLBACK_S } from './undo-timer.ts';

const order: readonly ConfirmationClass[] = ['C0', 'C1', 'C2', 'C3'];

/** The repairs of a finding, harmless ones first. */
export function offersOf(view: View, drafts: readonly Draft[]): readonly Offer[] {
  const isRestarted = drafts.some(({ repair }) => repair === 'restart-toolstack' || repair === 'start-xapi');
  const all: readonly Draft[] = isRestarted && view.isHaArmed === true ? [...drafts, { repair: 'restart-toolstack-ha' }] : drafts;
  return all.flatMap((draft) => offerOf(view, draft) ?? []).toSorted((a, b) => order.indexOf(a.class) - order.indexOf(b.class));
}

function offerOf(view: View, { repair, parameters = {} }: Draft): Offer | undefined {
  return offerWith(view, { repair, parameters: { ...alwaysKnown(view), ...parameters } });
}

/** The same offer, told otherwise than it was proposed. */
export function chosenOffer(input: DiagnosisInput, repair: RepairId, parameters: Parameters): Offer | undefined {
  return repairTable[repair].isChosen === true ? offerWith(viewOf(input), { repair, parameters }) : undefined;
}

function offerWith(view: View, { repair, parameters: told }: { readonly repair: RepairId; readonly parameters: Parameters }): Offer | undefined {
  const rule = repairTable[repair];
  const commands = whole(rule.lines(told));
  const undo = whole(rule.undo?.(told) ?? []);
  if (commands === undefined || undo === undefined) return undefined;
  const preconditions = needsOf(rule).map((id): Precondition => ({ id, state: preconditionState(id, view, told) }));
  return {
    repair,
    class: rule.class,
    on: rule.on,
    parameters: told,
    commands,
    preconditions,
    ...standingIn(
      rule,
      preconditions.filter((each) => stands(each, rule.class)),
    ),
    proof: rule.proof,
    ...(rule.look !== undefined && { look: rule.look }),
    ...(undo.length > 0 && { rollback: { afterS: ROLLBACK_S, commands: undo } }),
  };
}

/** Whatever is run on a host is run on the right one. */
function needsOf({ on, needs }: RepairRule): readonly PreconditionId[] {
  return on === 'host' ? ['identity-proven', ...needs] : needs;
}

/** Where the wrong answer would be dangerous, not knowing it stands in the way as well. */
function stands({ id, state }: Precondition, of: ConfirmationClass): boolean {
  if (state === 'met') return false;
  return state === 'unmet' || of === 'C3' || id === 'ha-not-armed' || id === 'identity-proven';
}

/** What stands in the way of giving up what runs on a host: nothing once proven, or answered for where no machine can be asked. */
export function unprovenOf(input: DiagnosisInput, attested: readonly PreconditionId[]): readonly PreconditionId[] {
  const view = viewOf(input);
  if (preconditionState('no-vms-alive', view, {}) === 'met') return [];
  return isOutOfReach(view) && attested.includes('no-vms-alive') ? [] : ['no-vms-alive'];
}

interface OutOfReach {
  readonly verdict: Verdict;
  readonly attempts: readonly { readonly state: string }[];
}

/** Every way was tried, and the power controller does not say that it runs: only a person standing before it can know. */
export function isOutOfReach({ verdict, attempts }: OutOfReach): boolean {
  return verdict.is === 'unknown' && verdict.because !== 'power-is-on' && attempts.length > 0 && attempts.every(({ state }) => state === 'failed');
}

/** What a repair may be told of the host without being asked. */
function alwaysKnown(view: View): Parameters {
  const { host, master, isMaster } = view.believed;
  const { pif, bridge } = view.management;
  return {
    host: host.uuid,
    was: bridge ?? '',
    ...(pif !== undefined && { mode: pif.mode, address: pif.address, netmask: pif.netmask, gateway: pif.gateway, dns: pif.dns }),
    ...(!isMaster && master !== undefined && { master: master.address }),
  };
}
