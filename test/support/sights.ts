import type { Believed } from '#shared/domain/diagnosis/believed.ts';
import type { DiagnosisInput } from '#shared/domain/diagnosis/diagnosis.ts';
import { emptySight } from '#shared/domain/diagnosis/empty-sight.ts';
import type { HostSight, SightValues } from '#shared/domain/diagnosis/sight.ts';

export const SEEN_AT = 1_764_500_000_000;
const DARK_HOST = '6f3c0f9a-8f0e-4c39-9a52-0c1f6b1f7a11';
const MASTER = '11111111-8f0e-4c39-9a52-0c1f6b1f7a11';

/** What a host has said, section by section; the others were not asked. */
function aSight(values: Partial<SightValues>): HostSight {
  const seen = Object.entries(values).map(([section, value]) => [section, { is: 'seen', atMs: SEEN_AT, value }]);
  return { ...emptySight, ...Object.fromEntries(seen) };
}

export const believedMember: Believed = {
  asOfMs: SEEN_AT,
  host: { uuid: DARK_HOST, name: 'xcp3', address: '10.20.0.13', isLive: false, isEnabled: true, version: '8.3.0' },
  isMaster: false,
  master: { uuid: MASTER, name: 'xcp1', address: '10.20.0.11', isLive: true, version: '8.3.0', saysRole: 'master' },
  hosts: [
    { uuid: MASTER, name: 'xcp1', address: '10.20.0.11', isLive: true, version: '8.3.0', saysRole: 'master' },
    { uuid: DARK_HOST, name: 'xcp3', address: '10.20.0.13', isLive: false, version: '8.3.0' },
  ],
  isHaEnabled: false,
  pifs: [],
  pbds: [],
  vms: [],
};

export const anIdentity: SightValues['identity'] = {
  hostUuid: DARK_HOST,
  product: 'XCP-ng',
  version: '8.3.0',
  managementBridge: 'xenbr0',
  addressType: 'IPv4',
  bridges: ['xenbr0', 'xenbr2'],
  uptimeS: 93_211,
  load: [0.42, 0.51, 0.6],
};

/** A dark member that can be reached, seen a moment ago. */
export function anInput(input: Partial<Omit<DiagnosisInput, 'sight'>> & { readonly sight?: Partial<SightValues> }): DiagnosisInput {
  return {
    believed: believedMember,
    attempts: [],
    bmc: { is: 'not-asked' },
    nowMs: SEEN_AT + 5000,
    ...input,
    sight: aSight({ identity: anIdentity, ...input.sight }),
  };
}
