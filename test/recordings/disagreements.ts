/** Derived sources read at uneven times: single values differ in the eighth digit, all others agree. */
const JITTER = 'a growth shared out over a step that two uneven readings fall into differs by 5e-8 of its value, then by single-precision rounding';

/** The recorded server's VM was a row only; here a paused VM stays paused. */
const NO_SUCH_DOMAIN = 'the recorded server halted the VM when its hypervisor daemon said there was no such domain';

/** Storage operations were recorded without drivers; here the storage repository would take the change. */
const NO_DRIVER = 'the recorded server had no storage driver to hand the change to';

/** The recorded server ran without the daemons and secrets that answer these resources. */
const BARE_SERVER = 'the recorded server lacked the parts that serve this resource; here it is served';

/** Calls of hosts among themselves are refused here as such; the recorded server looked up the object first. */
const INTERNAL = 'a call the hosts of a pool make to each other, which is refused as such whatever its parameters';

const NO_HYPERVISOR = 'the recorded hypervisor daemon was simulated: it has no consoles and reports no memory, processor mode or domain type';
const NEEDS_DOMAIN_TYPE = 'follows from a running VM without a domain type, which the recorded hypervisor daemon never told';
const HUNG_SNAPSHOT = 'the recorded server still waited for a snapshot on a host that did not answer';
const HUNG_APPLIANCE = 'operations on an appliance that is gone end at another moment: how long hosts are waited for differs';

/**
 * Where the simulator knowingly answers otherwise than the recorded server: recording -> line -> reason.
 * A difference that is not listed fails its test, and so does a listed one that has come to agree.
 */
export const disagreements: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '7-live/http': {
    '256 basic auth get GET /rrd_updates?start=0': 'the recorded server could not log anyone in by password; here the resource is reached',
    '262 session_id query GET /pool/xmldbdump?session_id=OpaqueRef:3883c563-4442-77f9-4c66-4280ecd37c8a': 'another pool than the recorded one',
    '264 export bad GET /export?session_id=OpaqueRef:3883c563-4442-77f9-4c66-4280ecd37c8a&uuid=deadbeef': BARE_SERVER,
    '266 rrd GET /rrd_updates?session_id=OpaqueRef:3883c563-4442-77f9-4c66-4280ecd37c8a&start=1': BARE_SERVER,
    '267 vm_rrd GET /vm_rrd?session_id=OpaqueRef:3883c563-4442-77f9-4c66-4280ecd37c8a&uuid=x': BARE_SERVER,
  },
  '7-live/ha_calls': {
    '96 enable': NO_DRIVER,
  },
  '7-live/bad_refs': {
    '449 VTPM.get_contents OpaqueRef:bad': INTERNAL,
    '509 host.get_management_interface OpaqueRef:bad': 'the recorded server ran this where it stood and missed its own configuration',
    '535 host.get_thread_diagnostics OpaqueRef:bad': INTERNAL,
    '611 pool.get_license_state OpaqueRef:bad': 'the recorded server had no licence daemon to ask',
    '843 SM.get_by_name_label ': 'the recording names storage drivers but does not hold their records',
  },
  '7-live/types_and_fields': {
    '779 VM.get_memory_static_max': 'a memory size of 8 EiB is kept as the nearest number that is exact in binary',
    '1282 VDI.set_sharable false': NO_DRIVER,
    '1282 VDI.set_sharable false (XML)': NO_DRIVER,
  },
  '7-live/lifecycle': {
    '3 Async.VM.start events': NO_HYPERVISOR,
    '6 VM.assert_can_boot_here': NEEDS_DOMAIN_TYPE,
    '15 Async.VM.hard_reboot events': NO_HYPERVISOR,
    '23 VM.get_possible_hosts': NEEDS_DOMAIN_TYPE,
    '28 Async.VM.hard_shutdown events': `${NO_HYPERVISOR}; ${HUNG_SNAPSHOT}`,
    '31 VM.get_allowed_operations': HUNG_SNAPSHOT,
    '50 VM.start_on events': HUNG_SNAPSHOT,
    '54 pool.get_allowed_operations': 'the recorded pool never computed its allowed operations; a live one does when it starts',
    '61 VM_appliance.destroy events': HUNG_APPLIANCE,
    '67 VM.create events': HUNG_APPLIANCE,
    '92 VBD.create events': HUNG_APPLIANCE,
    'vm_record.allowed_operations': HUNG_SNAPSHOT,
    'vm_record.current_operations': HUNG_SNAPSHOT,
    'vm_record.memory_target': NO_HYPERVISOR,
    'vm_record.consoles': NO_HYPERVISOR,
    'vm_record.last_boot_CPU_flags': NO_HYPERVISOR,
    'vm_record.generation_id': 'drawn at random at the first start',
    'vm_metrics.memory_actual': NO_HYPERVISOR,
    'vm_metrics.state': NO_HYPERVISOR,
    'vm_metrics.hvm': NO_HYPERVISOR,
    'vm_metrics.current_domain_type': NO_HYPERVISOR,
    'task_record.allowed_operations': HUNG_SNAPSHOT,
    'task_record.status': HUNG_SNAPSHOT,
    'task_record.progress': HUNG_SNAPSHOT,
    'task_record.error_info': `${HUNG_SNAPSHOT}; a migration without a domain type`,
    'task_record.other_config': 'a debugging counter of the places where a task could have been cancelled',
  },
  '7-live/power_states': {
    'Paused VM.get_allowed_operations 2': NO_SUCH_DOMAIN,
    'Paused VM.get_record 1': NO_SUCH_DOMAIN,
  },
  '7-live/records': {
    'role.get_all json': 'the recording holds references of roles but not their records, so its world has no roles',
  },
  '6-db/pool_xmldbdump': {
    'message.get_all_records': 'alerts are files beside the database, so the recorded database file has none',
  },
  '5-rrd/documents': {
    'short_jitter.rrd.json': JITTER,
    'short_jitter.rrd.xml': JITTER,
    'short_jitter.rrd.internal.xml': JITTER,
  },
  '5-rrd/rrd_updates': {
    '28': JITTER,
    '29': JITTER,
    '31': JITTER,
    '33': JITTER,
    '35': JITTER,
    '37': JITTER,
    '49': JITTER,
    '50': JITTER,
    '54': JITTER,
  },
};
