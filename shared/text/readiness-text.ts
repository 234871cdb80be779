import type { Readiness } from '#shared/domain/capacity/readiness.ts';
import { sizeText } from './size-text.ts';

/** What a pool could take, in the overview. */
export const readinessText = {
  title: 'If something fails',
  alone: 'One host: nothing could take over its VMs.',
  oneLost({ host, neededBytes, freeBytes }: NonNullable<Readiness['oneLost']>): string {
    const fits = freeBytes >= neededBytes;
    const rest = `${sizeText(freeBytes)} are free elsewhere, its VMs need ${sizeText(neededBytes)}`;
    return fits
      ? `Memory, all in all, would do without any one host. The tightest is ${host}: ${rest}.`
      : `Without ${host} memory runs out: ${rest}.`;
  },
  haOff: 'High availability is off: nothing restarts by itself.',
  haOn: (failures: number, planned: number) =>
    planned >= failures
      ? `High availability promises ${failures === 1 ? '1 failure' : `${failures} failures`}.`
      : `High availability is set to ${failures} and can promise ${planned}.`,
  versions(versions: Readiness['versions']): string {
    const [first, ...others] = versions;
    if (first === undefined) return 'No host is known.';
    if (others.length === 0) return `All hosts run ${first.version}.`;
    return [`${first.hosts.join(', ')}: ${first.version}`, ...others.map(({ hosts, version }) => `${hosts.join(', ')}: ${version}`)].join('; ');
  },
} as const;
