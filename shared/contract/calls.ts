import type { z } from 'zod';
import { accessCalls } from './calls/access-calls.ts';
import { appCalls } from './calls/app-calls.ts';
import { certificateCalls } from './calls/certificate-calls.ts';
import { detailCalls } from './calls/detail-calls.ts';
import { joiningCalls } from './calls/joining-calls.ts';
import { maintenanceCalls } from './calls/maintenance-calls.ts';
import { metricsCalls } from './calls/metrics-calls.ts';
import { networkCalls } from './calls/network-calls.ts';
import { operationCalls } from './calls/operation-calls.ts';
import { poolCalls } from './calls/pool-calls.ts';
import { recoveryCalls } from './calls/recovery-calls.ts';
import { savedCalls } from './calls/saved-calls.ts';
import { serverCalls } from './calls/server-calls.ts';
import { settingsCalls } from './calls/settings-calls.ts';
import { storageCalls } from './calls/storage-calls.ts';
import { transferCalls } from './calls/transfer-calls.ts';
import { vaultCalls } from './calls/vault-calls.ts';
import { waysCalls } from './calls/ways-calls.ts';
import { witnessCalls } from './calls/witness-calls.ts';

/** The table: everything the window can ask of the engine. */
export const calls = {
  ...appCalls,
  ...serverCalls,
  ...poolCalls,
  ...detailCalls,
  ...operationCalls,
  ...savedCalls,
  ...vaultCalls,
  ...transferCalls,
  ...witnessCalls,
  ...settingsCalls,
  ...certificateCalls,
  ...metricsCalls,
  ...recoveryCalls,
  ...waysCalls,
  ...accessCalls,
  ...networkCalls,
  ...storageCalls,
  ...joiningCalls,
  ...maintenanceCalls,
} as const;

export type CallName = keyof typeof calls;
export type Input<N extends CallName> = z.output<(typeof calls)[N]['input']>;
export type Output<N extends CallName> = z.output<(typeof calls)[N]['output']>;
