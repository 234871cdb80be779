import { offersOf } from '#shared/domain/repairs/offers.ts';
import { catalogue } from './catalogue.ts';
import type { Diagnosis, DiagnosisInput } from './diagnosis.ts';
import type { Fault, Sign } from './faults/fault.ts';
import type { Confidence, FaultId, Finding, Severity } from './finding.ts';
import { type View, viewOf } from './view.ts';

const SHOWN_FIRST = 3;

/** What is the matter with a host, the cause before what follows from it. */
export function diagnose(input: DiagnosisInput): Diagnosis {
  const view = viewOf(input);
  const [headline, ...others] = ranked(findingsOf(view));
  return {
    verdict: view.verdict,
    lock: view.lock,
    isHaArmed: view.isHaArmed,
    ...(headline !== undefined && { headline }),
    secondary: others.slice(0, SHOWN_FIRST),
    rest: others.slice(SHOWN_FIRST),
  };
}

/** What another machine says of itself is nothing to this host. */
const OF_ANOTHER_MACHINE = new Set<FaultId>(['F04', 'F45']);

function findingsOf(view: View): readonly Finding[] {
  const asked = view.verdict.is === 'wrong-host' ? catalogue.filter(({ id }) => OF_ANOTHER_MACHINE.has(id)) : catalogue;
  const signs = asked.flatMap((fault): { fault: Fault; sign: Sign }[] => {
    const sign = fault.find(view);
    return sign === undefined ? [] : [{ fault, sign }];
  });
  const found = new Set(signs.map(({ fault }) => fault.id));
  return signs.map(({ fault, sign }) => findingOf(view, { fault, sign, found }));
}

function findingOf(view: View, of: { readonly fault: Fault; readonly sign: Sign; readonly found: ReadonlySet<FaultId> }): Finding {
  const { id, causes } = of.fault;
  const { confidence, severity, evidence, facts = {}, drafts } = of.sign;
  const follows = causes.find((cause) => of.found.has(cause));
  return { fault: id, confidence, severity, ...(follows !== undefined && { follows }), evidence, facts, offers: offersOf(view, drafts) };
}

const severities: readonly Severity[] = ['critical', 'serious', 'warning', 'notice'];
const confidences: readonly Confidence[] = ['certain', 'likely', 'possible'];

/** They come in the order of the catalogue; what is grave and sure is lifted over what is neither, and nothing over its cause. */
function ranked(findings: readonly Finding[]): readonly Finding[] {
  const weight = ({ severity, confidence, follows }: Finding): number =>
    (follows === undefined ? 0 : 100) + severities.indexOf(severity) * 10 + confidences.indexOf(confidence) * 8;
  return findings.toSorted((a, b) => weight(a) - weight(b));
}
