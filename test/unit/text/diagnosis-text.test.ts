import { expect, test } from 'vitest';
import { diagnose } from '#shared/domain/diagnosis/diagnose.ts';
import { probeIds } from '#shared/domain/diagnosis/probe-table.ts';
import { repairTable } from '#shared/domain/repairs/repair-table.ts';
import type { RepairId } from '#shared/domain/diagnosis/offer.ts';
import {
  classText,
  confidenceText,
  emergencyText,
  faultText,
  lockText,
  preconditionText,
  proofText,
  repairText,
  signatureText,
  sourceText,
  verdictText,
} from '#shared/text/diagnosis-text.ts';
import { sickHosts } from '#test/support/sick-hosts.ts';

/** Words a person reads: whole sentences or labels, with nothing left unsaid in the middle. */
const READABLE = /^[A-Z/\d\p{L}].*[\p{L}\d%)./]$/u;
const HOLES = /undefined|\bNaN\b|\$\{| {2}|\(\)|, ,/;

const diagnoses = sickHosts.map(({ input }) => diagnose(input));
const findings = diagnoses.flatMap(({ headline, secondary, rest }) => [...(headline === undefined ? [] : [headline]), ...secondary, ...rest]);

test.each(findings.map((finding) => [finding.fault, finding] as const))('%s is said in words', (_fault, finding) => {
  const { title, cause } = faultText(finding);
  const offered = finding.offers.flatMap((offer) => {
    const { label, effect } = repairText(offer);
    return [label, effect, proofText(offer.proof), ...offer.preconditions.map(({ id }) => preconditionText(id))];
  });
  for (const words of [title, cause, confidenceText[finding.confidence], ...offered]) {
    expect(words).toMatch(READABLE);
    expect(words).not.toMatch(HOLES);
  }
});

test('verdicts and locks are said in words', () => {
  for (const { verdict, lock } of diagnoses) {
    const { what, next } = verdictText(verdict);
    for (const words of [what, next, lockText(lock)]) expect(words).toMatch(/^[A-Z].*\.$/);
  }
});

test('every repair that can be made has words that differ from all others', () => {
  const labels = (Object.keys(repairTable) as RepairId[]).map((repair) => repairText({ repair, parameters: {} }).label);
  expect(new Set(labels).size).toBe(labels.length);
  expect(Object.values(classText).every((words) => READABLE.test(words))).toBe(true);
});

test('every probe that can be evidence has a short word before its lines', () => {
  for (const id of probeIds) expect(sourceText(id)).toMatch(/^[\w ]{2,14}$/);
});

test.each([
  'HOST_STILL_BOOTING',
  'HOST_HAS_NO_MANAGEMENT_IP',
  'HOST_MASTER_CANNOT_TALK_BACK',
  'HOST_UNKNOWN_TO_MASTER',
  'HOST_ITS_OWN_SLAVE',
  'HOST_BROKEN',
  'HOST_XAPI_VERSION_HIGHER_THAN_COORDINATOR',
  'HA_HOST_CANNOT_ACCESS_STATEFILE',
  'HA_HEARTBEAT_DAEMON_STARTUP_FAILED',
  'HA_POOL_IS_ENABLED_BUT_HOST_IS_DISABLED',
  'INTERNAL_ERROR',
])('emergency reason %s is said in words', (code) => {
  expect(emergencyText(code)).toMatch(/^[A-Z].*\.$/);
});

test('a reason nobody has words for stands for itself', () => {
  expect(emergencyText('SOMETHING_NEW')).toBe('SOMETHING_NEW');
});

test('marked lines of logs say what they mean', () => {
  expect(signatureText('link-changed')).toBe('a link went up or down');
});
