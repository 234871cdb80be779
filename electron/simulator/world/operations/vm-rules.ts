import { entry, flag, list, map, ref, text } from '../fields.ts';
import type { Ref, Row } from '../value.ts';
import type { PoolState } from '../world.ts';
import { XapiError } from '../xapi-error.ts';
import { isSharedNetwork } from './shared-network.ts';
import { isUpgrading } from './upgrade.ts';
import { statesFor } from './vm-states.ts';

/** Everything the rules look at, gathered once per VM. */
export interface VmFacts {
  readonly vm: Ref;
  readonly row: Row;
  readonly metrics: Row;
  /** Undefined until the agent in the guest has spoken. */
  readonly guest: Row | undefined;
  readonly isAnyDiskResetOnBoot: boolean;
  readonly isPoolUpgrading: boolean;
  /** It runs on a part of a card of its host. */
  readonly isOnSharedCard: boolean;
}

export function vmFacts(pool: PoolState, vm: Ref): VmFacts {
  const { database } = pool;
  const row = database.get('VM', vm);
  const disks = list(row, 'VBDs').map((vbd) => ref(database.find('VBD', vbd) ?? {}, 'VDI'));
  return {
    vm,
    row,
    metrics: database.find('VM_metrics', ref(row, 'metrics') ?? '') ?? {},
    guest: database.find('VM_guest_metrics', ref(row, 'guest_metrics') ?? ''),
    isAnyDiskResetOnBoot: disks.some((disk) => text(database.find('VDI', disk ?? '') ?? {}, 'on_boot') === 'reset'),
    isPoolUpgrading: isUpgrading(pool),
    isOnSharedCard: list(row, 'VIFs').some((vif) => isSharedNetwork(pool, text(database.find('VIF', vif) ?? {}, 'network'))),
  };
}

type Rule = (facts: VmFacts, operation: string) => XapiError | undefined;

/** Why the operation is refused now, or undefined; the first rule that objects wins. */
export function vmProblem(facts: VmFacts, operation: string): XapiError | undefined {
  for (const rule of RULES) {
    const problem = rule(facts, operation);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

export function badPowerState(vm: Ref, expected: readonly string[], row: Row): XapiError {
  return new XapiError('VM_BAD_POWER_STATE', vm, expected.map((state) => state.toLowerCase()).join(', '), text(row, 'power_state').toLowerCase());
}

const blocked: Rule = ({ vm, row }, operation) => {
  const reason = entry(row, 'blocked_operations', operation);
  return reason === undefined ? undefined : new XapiError('OPERATION_BLOCKED', vm, reason);
};

const powerState: Rule = ({ vm, row }, operation) => {
  const states = statesFor(operation, row);
  return states.includes(text(row, 'power_state')) ? undefined : badPowerState(vm, states, row);
};

const concurrency: Rule = ({ vm, row }, operation) => {
  const running = Object.entries(map(row, 'current_operations')).map(([task, other]) => [task, String(other)] as const);
  if (running.length === 0 || isAllowedBeside(operation, new Set(running.map(([, other]) => other)))) return undefined;
  const [first] = running;
  if (running.length === 1 && first !== undefined) return new XapiError('OTHER_OPERATION_IN_PROGRESS', 'VM', vm, first[1], first[0]);
  const names = running.map(([, other]) => other).join(',');
  const tasks = running.map(([task]) => task).join(',');
  return new XapiError('OTHER_OPERATION_IN_PROGRESS', 'VM', vm, `{${names}}`, `{${tasks}}`);
};

const MAY_OVERLAP: readonly ReadonlySet<string>[] = [
  new Set(['clone', 'copy', 'export']),
  new Set(['snapshot', 'checkpoint']),
  new Set(['get_boot_record']),
];
const BESIDE_STORAGE_MIGRATION = new Set(['metadata_export', 'clean_shutdown', 'clean_reboot', 'start', 'start_on']);

function isAllowedBeside(operation: string, running: ReadonlySet<string>): boolean {
  // Forced stops are how a stuck operation is ended, so only a stronger one keeps them out.
  if (operation === 'hard_shutdown') return !running.has('hard_shutdown');
  if (operation === 'hard_reboot') return !running.has('hard_shutdown') && !running.has('hard_reboot');
  if (running.has('migrate_send') && running.size === 1 && BESIDE_STORAGE_MIGRATION.has(operation)) return true;
  return MAY_OVERLAP.some((group) => group.has(operation) && [...running].every((other) => group.has(other)));
}

const FOR_TEMPLATES = new Set([
  'changing_dynamic_range',
  'changing_static_range',
  'changing_memory_limits',
  'changing_shadow_memory',
  'changing_VCPUs',
  'changing_NVRAM',
  'clone',
  'copy',
  'export',
  'metadata_export',
  'provision',
]);
const FOR_CUSTOM_TEMPLATES = new Set(['destroy', 'migrate_send']);
const FOR_SNAPSHOTS = new Set(['revert', 'clone', 'copy', 'create_template', 'export', 'metadata_export', 'destroy', 'hard_shutdown']);
/** Questions about a VM and the last resort to unstick one, which no kind of VM refuses. */
const FOR_ANY_KIND = new Set(['assert_operation_valid', 'update_allowed_operations', 'power_state_reset', 'reverting']);

const template: Rule = ({ vm, row }, operation) => {
  if (!flag(row, 'is_a_template') || flag(row, 'is_a_snapshot')) return undefined;
  if (FOR_TEMPLATES.has(operation) || FOR_ANY_KIND.has(operation)) return undefined;
  if (FOR_CUSTOM_TEMPLATES.has(operation) && !flag(row, 'is_default_template')) return undefined;
  return new XapiError('VM_IS_TEMPLATE', vm, operation);
};

const snapshot: Rule = ({ vm, row }, operation) => {
  if (!flag(row, 'is_a_snapshot') || FOR_SNAPSHOTS.has(operation) || FOR_ANY_KIND.has(operation)) return undefined;
  return new XapiError('VM_IS_SNAPSHOT', vm, operation);
};

const kind: Rule = ({ row }, operation) => {
  if (operation === 'provision' && !flag(row, 'is_a_template')) return new XapiError('PROVISION_ONLY_ALLOWED_ON_TEMPLATE');
  if (operation === 'revert' && !flag(row, 'is_a_snapshot')) return new XapiError('REVERT_ONLY_ALLOWED_ON_SNAPSHOT');
  return undefined;
};

const MOVES_A_DOMAIN = new Set(['suspend', 'checkpoint', 'pool_migrate']);

function movesDomain({ row }: VmFacts, operation: string): boolean {
  return MOVES_A_DOMAIN.has(operation) || (operation === 'migrate_send' && text(row, 'power_state') === 'Running');
}

const mobility: Rule = (facts, operation) => {
  if (!movesDomain(facts, operation)) return undefined;
  if (flag(facts.metrics, 'nomigrate') || entry(facts.row, 'platform', 'nomigrate') === 'true') return new XapiError('VM_IS_IMMOBILE', facts.vm);
  if (flag(facts.metrics, 'nested_virt')) return new XapiError('VM_IS_USING_NESTED_VIRT', facts.vm);
  return undefined;
};

const FOR_CONTROL_DOMAINS = new Set([
  'data_source_op',
  'changing_memory_live',
  'awaiting_memory_live',
  'metadata_export',
  'changing_dynamic_range',
  'changing_static_range',
  'changing_memory_limits',
  'changing_VCPUs',
]);

const controlDomain: Rule = ({ row }, operation) => {
  if (!flag(row, 'is_control_domain') || FOR_CONTROL_DOMAINS.has(operation) || FOR_ANY_KIND.has(operation)) return undefined;
  return new XapiError('OPERATION_NOT_ALLOWED', 'This operation is not allowed on a control domain');
};

/** Any one of these features lets the operation through. */
const FEATURES: Readonly<Record<string, readonly string[]>> = {
  clean_shutdown: ['feature-shutdown', 'feature-poweroff'],
  clean_reboot: ['feature-shutdown', 'feature-reboot'],
  changing_VCPUs_live: ['feature-vcpu-hotplug'],
  suspend: ['feature-suspend'],
  checkpoint: ['feature-suspend'],
  pool_migrate: ['feature-suspend'],
  migrate_send: ['feature-suspend'],
};

const guestFeatures: Rule = ({ vm, row, metrics, guest }, operation) => {
  const features = FEATURES[operation];
  if (features === undefined || text(row, 'power_state') !== 'Running') return undefined;
  if (text(metrics, 'current_domain_type') === 'pv' || flag(guest ?? {}, 'PV_drivers_detected')) return undefined;
  const isOffered = features.some((feature) => entry(guest ?? {}, 'other', feature) === '1');
  return isOffered ? undefined : new XapiError('VM_LACKS_FEATURE', vm);
};

const QUIESCES: readonly string[] = ['feature-quiesce', 'feature-snapshot'];

const quiescing: Rule = ({ vm, guest }, operation) =>
  operation !== 'snapshot_with_quiesce' || QUIESCES.some((feature) => entry(guest ?? {}, 'other', feature) !== undefined)
    ? undefined
    : new XapiError('VM_SNAPSHOT_WITH_QUIESCE_NOT_SUPPORTED', vm, '');

const KEEPS_DISKS_AND_MEMORY = new Set(['suspend', 'checkpoint', 'snapshot']);

const disks: Rule = ({ isAnyDiskResetOnBoot }, operation) =>
  isAnyDiskResetOnBoot && KEEPS_DISKS_AND_MEMORY.has(operation) ? new XapiError('VDI_ON_BOOT_MODE_INCOMPATIBLE_WITH_OPERATION') : undefined;

const devices: Rule = (facts, operation) => {
  if (!movesDomain(facts, operation)) return undefined;
  if (list(facts.row, 'attached_PCIs').length > 0) return new XapiError('VM_HAS_PCI_ATTACHED', facts.vm);
  if (list(facts.row, 'VGPUs').length > 0) return new XapiError('VM_HAS_VGPU', facts.vm);
  if (list(facts.row, 'VUSBs').length > 0) return new XapiError('VM_HAS_VUSBS', facts.vm);
  if (facts.isOnSharedCard) return new XapiError('VM_HAS_SRIOV_VIF', facts.vm);
  return undefined;
};

const membership: Rule = ({ vm, row }, operation) => {
  if (operation !== 'make_into_template') return undefined;
  const appliance = ref(row, 'appliance');
  if (appliance !== undefined) return new XapiError('VM_IS_PART_OF_AN_APPLIANCE', vm, appliance);
  const schedule = ref(row, 'snapshot_schedule');
  return schedule === undefined ? undefined : new XapiError('VM_ASSIGNED_TO_SNAPSHOT_SCHEDULE', vm, schedule);
};

const DURING_UPGRADE = new Set(
  `assert_operation_valid changing_memory_live awaiting_memory_live clean_reboot clean_shutdown clone copy create_template destroy export
  get_boot_record hard_reboot hard_shutdown import make_into_template pause pool_migrate power_state_reset provision resume resume_on
  send_sysrq send_trigger start start_on suspend unpause update_allowed_operations`.split(/\s+/),
);

const upgrade: Rule = ({ isPoolUpgrading }, operation) =>
  isPoolUpgrading && !DURING_UPGRADE.has(operation) ? new XapiError('NOT_SUPPORTED_DURING_UPGRADE') : undefined;

const TRUSTED_MODULES_LIMIT = 1;

const trustedModule: Rule = ({ row }, operation) =>
  operation === 'create_vtpm' && list(row, 'VTPMs').length >= TRUSTED_MODULES_LIMIT
    ? new XapiError('VTPM_MAX_AMOUNT_REACHED', String(TRUSTED_MODULES_LIMIT))
    : undefined;

const RULES: readonly Rule[] = [
  blocked,
  powerState,
  concurrency,
  template,
  snapshot,
  kind,
  mobility,
  controlDomain,
  guestFeatures,
  quiescing,
  disks,
  devices,
  membership,
  upgrade,
  trustedModule,
];
