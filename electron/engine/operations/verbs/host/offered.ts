import { OperationError } from '#engine/operations/operation-error.ts';
import { diagnose } from '#shared/domain/diagnosis/diagnose.ts';
import type { DiagnosisInput } from '#shared/domain/diagnosis/diagnosis.ts';
import type { Finding } from '#shared/domain/diagnosis/finding.ts';
import type { Offer } from '#shared/domain/diagnosis/offer.ts';
import type { RequestOf } from '#shared/domain/operations/request.ts';
import { chosenOffer } from '#shared/domain/repairs/offers.ts';
import { repairLines } from '#shared/domain/repairs/repair-lines.ts';
import { unanswered } from '#shared/domain/repairs/repair-rule.ts';
import { repairTable } from '#shared/domain/repairs/repair-table.ts';
import type { Problem } from '#shared/domain/rules/problem.ts';

type Request = RequestOf<'host.repair'>;

export function findingsIn(input: DiagnosisInput): readonly Finding[] {
  const { headline, secondary, rest } = diagnose(input);
  return [...(headline === undefined ? [] : [headline]), ...secondary, ...rest];
}

/** The offer as the diagnosis makes it now. Throws where it makes none any more, or something stands in its way. */
export function stillOffered(request: Request, input: DiagnosisInput): Offer {
  const lines = repairLines(request.repair, request.parameters);
  const offers = findingsIn(input)
    .filter(({ fault }) => fault === request.fault)
    .flatMap((finding) => finding.offers);
  const proposed = offers.find((each) => each.repair === request.repair && each.parameters['host'] === request.parameters['host']);
  const offer =
    proposed !== undefined && repairTable[request.repair].isChosen === true
      ? chosenOffer(input, request.repair, request.parameters)
      : offers.find(
          (each) => each.repair === request.repair && isSame(each.commands, lines) && each.parameters['host'] === request.parameters['host'],
        );
  if (offer === undefined || lines.length === 0 || offer.on === 'person' || offer.look !== undefined) throw refused([{ rule: 'not-offered' }]);
  requireProven(offer, request);
  return offer;
}

/** Throws with everything that is neither proven nor answered for. */
export function requireProven(offer: Offer, { attested }: Request): void {
  const open = unanswered(offer, attested?.conditions);
  if (open.length > 0) throw refused(open.map((condition) => ({ rule: 'not-proven', condition })));
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((line, at) => line === b[at]);
}

export function refused(problems: Problem[]): OperationError {
  return new OperationError({ kind: 'precheck', problems });
}
