import { applianceCalls } from './calls/appliance-calls.ts';
import { awaitedCalls } from './calls/awaited-calls.ts';
import { bondCalls } from './calls/bond-calls.ts';
import { consoleCalls } from './calls/console-calls.ts';
import { dataSourceCalls } from './calls/data-source-calls.ts';
import { directoryCalls } from './calls/directory-calls.ts';
import { emergencyCalls } from './calls/emergency-calls.ts';
import { eventCalls } from './calls/event-calls.ts';
import { eventNextCalls } from './calls/event-next-calls.ts';
import { haCalls } from './calls/ha-calls.ts';
import { hostNetworkCalls } from './calls/host-network-calls.ts';
import { hostPowerCalls } from './calls/host-power-calls.ts';
import { hostQuestionCalls } from './calls/host-question-calls.ts';
import { licenceCalls } from './calls/licence-calls.ts';
import { messageCalls } from './calls/message-calls.ts';
import { networkCalls } from './calls/network-calls.ts';
import { poolMemberCalls } from './calls/pool-member-calls.ts';
import { pbdCalls } from './calls/pbd-calls.ts';
import { pifCalls } from './calls/pif-calls.ts';
import { plainSetterCalls } from './calls/plain-setter-calls.ts';
import { roleCalls } from './calls/role-calls.ts';
import { sessionCalls } from './calls/session-calls.ts';
import { sriovCalls } from './calls/sriov-calls.ts';
import { srCalls } from './calls/sr-calls.ts';
import { storageNameCalls } from './calls/storage-name-calls.ts';
import { taskCalls } from './calls/task-calls.ts';
import { vbdCalls } from './calls/vbd-calls.ts';
import { vdiCalls } from './calls/vdi-calls.ts';
import { vdiMigrateCalls } from './calls/vdi-migrate-calls.ts';
import { vdiTrackingCalls } from './calls/vdi-tracking-calls.ts';
import { vifCalls } from './calls/vif-calls.ts';
import { vtpmCalls } from './calls/vtpm-calls.ts';
import { vlanCalls } from './calls/vlan-calls.ts';
import { vmCopyCalls } from './calls/vm-copy-calls.ts';
import { vmMemoryCalls } from './calls/vm-memory-calls.ts';
import { vmMigrateCalls } from './calls/vm-migrate-calls.ts';
import { vmOrderCalls } from './calls/vm-order-calls.ts';
import { vmPowerCalls } from './calls/vm-power-calls.ts';
import { vmQuestionCalls } from './calls/vm-question-calls.ts';
import { vmRecordCalls } from './calls/vm-record-calls.ts';
import { vmRevertCalls } from './calls/vm-revert-calls.ts';
import { vmSendCalls } from './calls/vm-send-calls.ts';
import { vmSettingCalls } from './calls/vm-setting-calls.ts';
import { vmSuspendCalls } from './calls/vm-suspend-calls.ts';
import type { Implementations } from './world.ts';

/** Every call whose behaviour is written by hand, by wire name. */
export const allCalls: Implementations = {
  ...applianceCalls,
  ...awaitedCalls,
  ...bondCalls,
  ...consoleCalls,
  ...dataSourceCalls,
  ...directoryCalls,
  ...emergencyCalls,
  ...eventCalls,
  ...eventNextCalls,
  ...haCalls,
  ...hostNetworkCalls,
  ...hostPowerCalls,
  ...hostQuestionCalls,
  ...licenceCalls,
  ...messageCalls,
  ...networkCalls,
  ...pbdCalls,
  ...pifCalls,
  ...plainSetterCalls,
  ...poolMemberCalls,
  ...roleCalls,
  ...sessionCalls,
  ...sriovCalls,
  ...srCalls,
  ...storageNameCalls,
  ...taskCalls,
  ...vbdCalls,
  ...vdiCalls,
  ...vdiMigrateCalls,
  ...vdiTrackingCalls,
  ...vifCalls,
  ...vtpmCalls,
  ...vlanCalls,
  ...vmCopyCalls,
  ...vmMemoryCalls,
  ...vmOrderCalls,
  ...vmPowerCalls,
  ...vmQuestionCalls,
  ...vmRecordCalls,
  ...vmRevertCalls,
  ...vmSendCalls,
  ...vmSettingCalls,
  ...vmMigrateCalls,
  ...vmSuspendCalls,
};
