type Sentence = (of: string) => string;

/** What a certificate is for, by the beginning of the message's name. */
export const certificateOwners: Readonly<Record<string, string>> = {
  HOST_SERVER: '',
  HOST_INTERNAL: 'internal ',
  POOL_CA: 'CA ',
  POOL_PINNED: 'pinned ',
};

const availability: Readonly<Record<string, Sentence>> = {
  HA_STATEFILE_LOST: (of) => `${of} has lost the heartbeat storage; if the network heartbeat fails too, it restarts itself.`,
  HA_PROTECTED_VM_RESTART_FAILED: (of) => `${of} is protected and could not be restarted.`,
  HA_NETWORK_BONDING_ERROR: (of) => `${of}: a link of the bond that carries the heartbeat is down.`,
  HA_POOL_OVERCOMMITTED: (of) => `${of} cannot restart every protected VM after the failures it is set to survive.`,
  HA_POOL_DROP_IN_PLAN_EXISTS_FOR: (of) => `${of} survives fewer host failures than before.`,
  HA_HOST_FAILED: (of) => `${of} has failed.`,
  HA_HOST_WAS_FENCED: (of) => `${of} had cut itself off to protect its VMs, and is back.`,
  HA_HEARTBEAT_APPROACHING_TIMEOUT: (of) => `${of}: the network heartbeat is slow.`,
  HA_STATEFILE_APPROACHING_TIMEOUT: (of) => `${of}: the heartbeat storage is slow.`,
  HA_XAPI_HEALTHCHECK_APPROACHING_TIMEOUT: (of) => `${of}: the toolstack answers its health check slowly.`,
  CLUSTER_QUORUM_APPROACHING_LOST: (of) => `${of}: the cluster is about to lose its majority.`,
  CLUSTER_HOST_FENCING: (of) => `${of} is being cut off from the cluster.`,
  CLUSTER_HOST_ENABLE_FAILED: (of) => `${of} could not join the cluster.`,
  CLUSTER_HOST_LEAVING: (of) => `${of} has left the cluster.`,
  CLUSTER_HOST_JOINING: (of) => `${of} has joined the cluster.`,
  ALL_RUNNING_VMS_IN_ANTI_AFFINITY_GRP_ON_SINGLE_HOST: (of) => `${of}: all VMs that should run apart run on one host.`,
};

const hostsAndPools: Readonly<Record<string, Sentence>> = {
  HOST_CLOCK_WENT_BACKWARDS: (of) => `${of}: the clock went backwards.`,
  HOST_CLOCK_SKEW_DETECTED: (of) => `${of}: the clock differs from the other hosts.`,
  HOST_SYNC_DATA_FAILED: (of) => `${of}: the graphs could not be backed up to the master.`,
  HOST_CPU_FEATURES_DOWN: (of) => `${of} offers fewer processor features than before.`,
  HOST_CPU_FEATURES_UP: (of) => `${of} offers more processor features than before.`,
  POOL_CPU_FEATURES_DOWN: (of) => `${of} offers its VMs fewer processor features than before.`,
  POOL_CPU_FEATURES_UP: (of) => `${of} offers its VMs more processor features than before.`,
  POOL_MASTER_TRANSITION: (of) => `${of} is the new master of its pool.`,
  XAPI_STARTUP_BLOCKED_AS_VERSION_HIGHER_THAN_COORDINATOR: (of) => `${of} cannot start its toolstack: it was updated before its master.`,
  TLS_VERIFICATION_EMERGENCY_DISABLED: (of) => `${of}: the hosts no longer verify each other's certificates; that was switched off in an emergency.`,
  FAILED_LOGIN_ATTEMPTS: (of) => `${of}: somebody tried to log in and failed.`,
  EXTAUTH_INIT_IN_HOST_FAILED: (of) => `${of} cannot reach the directory of accounts.`,
  EXTAUTH_IN_POOL_IS_NON_HOMOGENEOUS: (of) => `${of}: its hosts do not all use the same directory of accounts.`,
  PERIODIC_UPDATE_SYNC_FAILED: (of) => `${of}: the list of updates could not be fetched.`,
  LICENSE_DOES_NOT_SUPPORT_POOLING: (of) => `${of}: the licence does not allow a pool.`,
  LICENSE_EXPIRES_SOON: (of) => `${of}: the licence expires soon.`,
  LICENSE_EXPIRED: (of) => `${of}: the licence has expired.`,
  LICENSE_NOT_AVAILABLE: (of) => `${of}: the licence server has no licence left.`,
  LICENSE_SERVER_UNREACHABLE: (of) => `${of}: the licence server cannot be reached.`,
  LICENSE_SERVER_UNAVAILABLE: (of) => `${of}: the licence server is not available.`,
  LICENSE_SERVER_VERSION_OBSOLETE: (of) => `${of}: the licence server is too old.`,
  LICENSE_SERVER_CONNECTED: (of) => `${of}: the licence server is connected.`,
  GRACE_LICENSE: (of) => `${of} runs on a licence of grace.`,
  WLB_CONSULTATION_FAILED: (of) => `${of}: the workload balancing server gave no advice.`,
  WLB_OPTIMIZATION_ALERT: (of) => `${of}: workload balancing suggests to move VMs.`,
};

const storageAndNetwork: Readonly<Record<string, Sentence>> = {
  METADATA_LUN_BROKEN: (of) => `${of}: the disk with the copy of the pool database is broken.`,
  METADATA_LUN_HEALTHY: (of) => `${of}: the disk with the copy of the pool database is in order again.`,
  PBD_PLUG_FAILED_ON_SERVER_START: (of) => `${of} started without one of its storage repositories.`,
  MULTIPATH_PERIODIC_ALERT: (of) => `${of}: paths to storage have changed.`,
  SM_GC_NO_SPACE: (of) => `${of} has too little space to clean up after deleted snapshots.`,
  VDI_CBT_METADATA_INCONSISTENT: (of) => `${of}: change tracking is inconsistent, so the next backup has to be a full one.`,
  VDI_CBT_SNAPSHOT_FAILED: (of) => `${of}: change tracking failed at a snapshot.`,
  VDI_CBT_RESIZE_FAILED: (of) => `${of}: change tracking failed when the disk was resized.`,
  IP_CONFIGURED_PIF_CAN_UNPLUG: (of) => `${of}: an interface with an address may be taken down.`,
  BOND_STATUS_CHANGED: (of) => `${of}: a link of a bond has changed.`,
  VIF_QOS_FAILED: (of) => `${of}: the limit of a network interface could not be set.`,
  VBD_QOS_FAILED: (of) => `${of}: the priority of a disk could not be set.`,
  VCPU_QOS_FAILED: (of) => `${of}: the priority of the processors could not be set.`,
  PVS_PROXY_NO_CACHE_SR_AVAILABLE: (of) => `${of}: no storage is available for the PVS cache.`,
  PVS_PROXY_SETUP_FAILED: (of) => `${of}: the PVS accelerator could not be set up.`,
  PVS_PROXY_NO_SERVER_AVAILABLE: (of) => `${of}: no PVS server is available.`,
  PVS_PROXY_SR_OUT_OF_SPACE: (of) => `${of}: the storage of the PVS cache is full.`,
};

const vms: Readonly<Record<string, Sentence>> = {
  VM_CRASHED: (of) => `${of} has crashed.`,
  VM_STARTED: (of) => `${of} was started.`,
  VM_SHUTDOWN: (of) => `${of} was shut down.`,
  VM_REBOOTED: (of) => `${of} was rebooted.`,
  VM_MIGRATED: (of) => `${of} moved to another host.`,
  VM_SNAPSHOTTED: (of) => `A snapshot of ${of} was taken.`,
  VM_SNAPSHOT_REVERTED: (of) => `${of} went back to a snapshot.`,
  VM_CHECKPOINTED: (of) => `A snapshot of ${of} with its memory was taken.`,
  VM_SUSPENDED: (of) => `${of} was suspended.`,
  VM_RESUMED: (of) => `${of} was resumed.`,
  VM_PAUSED: (of) => `${of} was paused.`,
  VM_UNPAUSED: (of) => `${of} goes on after a pause.`,
  VM_CLONED: (of) => `${of} was cloned.`,
  VM_SECURE_BOOT_FAILED: (of) => `${of}: secure boot failed.`,
};

const schedules: Readonly<Record<string, Sentence>> = {
  VMSS_SNAPSHOT_LOCK_FAILED: (of) => `${of}: the scheduled snapshot was skipped, the previous one had not ended.`,
  VMSS_SNAPSHOT_FAILED: (of) => `${of}: the scheduled snapshot failed.`,
  VMSS_LICENSE_ERROR: (of) => `${of}: the licence does not allow scheduled snapshots.`,
  VMSS_XAPI_LOGON_FAILURE: (of) => `${of}: the scheduled snapshot could not log in.`,
  VMSS_SNAPSHOT_MISSED_EVENT: (of) => `${of}: a scheduled snapshot was missed.`,
  VMSS_SNAPSHOT_SUCCEEDED: (of) => `${of}: the scheduled snapshot was taken.`,
  VMPP_SNAPSHOT_SUCCEEDED: (of) => `${of}: the scheduled snapshot was taken.`,
  VMPP_SNAPSHOT_LOCK_FAILED: (of) => `${of}: the scheduled snapshot was skipped, the previous one had not ended.`,
  VMPP_SNAPSHOT_FAILED: (of) => `${of}: the scheduled snapshot failed.`,
  VMPP_SNAPSHOT_MISSED_EVENT: (of) => `${of}: a scheduled snapshot was missed.`,
  VMPP_ARCHIVE_SUCCEEDED: (of) => `${of}: the snapshot was archived.`,
  VMPP_ARCHIVE_LOCK_FAILED: (of) => `${of}: archiving was skipped, the previous run had not ended.`,
  VMPP_ARCHIVE_FAILED_0: (of) => `${of}: the snapshot could not be archived.`,
  VMPP_ARCHIVE_MISSED_EVENT: (of) => `${of}: a scheduled archiving was missed.`,
  VMPP_ARCHIVE_TARGET_MOUNT_FAILED: (of) => `${of}: the share to archive to could not be reached.`,
  VMPP_ARCHIVE_TARGET_UNMOUNT_FAILED: (of) => `${of}: the share to archive to could not be released.`,
  VMPP_LICENSE_ERROR: (of) => `${of}: the licence does not allow scheduled snapshots.`,
  VMPP_XAPI_LOGON_FAILURE: (of) => `${of}: the schedule could not log in.`,
};

/** One sentence for every message name servers are known to use. */
export const alertSentences: Readonly<Record<string, Sentence>> = { ...availability, ...hostsAndPools, ...storageAndNetwork, ...vms, ...schedules };
