import { profileOf } from '#simulator/model/profiles.ts';
import { dateText } from '#simulator/world/times.ts';
import { NULL_REF, type Ref, type Row } from '#simulator/world/value.ts';
import { addControlDomain } from './add-control-domain.ts';
import { addGraphics } from './add-graphics.ts';
import { addHostCertificates } from './add-certificates.ts';
import type { Draft } from './draft.ts';
import { cpuInfo, type Processor, threadsOf, xeonGold6338 } from './processors.ts';
import { productOf } from './products.ts';
import { GIB, MIB } from './sizes.ts';
import { days } from './spans.ts';

export interface HostPlan {
  readonly name: string;
  readonly address: string;
  readonly uuid?: string;
  readonly description?: string;
  readonly memoryGib: number;
  readonly processor?: Processor;
  /** What the hypervisor keeps for itself. */
  readonly xenMemoryMib?: number;
  readonly controlDomainMib?: number;
  readonly bootedMs?: number;
  readonly toolstackStartedMs?: number;
  readonly isEnabled?: boolean;
  readonly tags?: readonly string[];
  readonly syslogServer?: string;
  readonly iscsiName?: string;
  readonly isMultipathing?: boolean;
  readonly powerOn?: { readonly mode: string; readonly config: Readonly<Record<string, string>> };
  readonly serverModel?: string;
  readonly certificateEndsMs?: number;
  /** Over what the release ships: for members that are not all alike. */
  readonly softwareVersion?: Readonly<Record<string, string>>;
}

/** A host with its metrics, processors, control domain, certificates and graphics card; no network and no storage yet. */
export function addHost(draft: Draft, plan: HostPlan): Ref {
  const host = draft.random.ref();
  const metrics = draft.add('host_metrics', {
    memory_total: plan.memoryGib * GIB,
    memory_free: 0,
    live: true,
    last_updated: dateText(draft.startMs),
  });
  const uuid = plan.uuid ?? draft.random.uuid();
  draft.add('host', { ...hostRow(draft, plan), uuid, metrics }, host);
  addProcessors(draft, host, plan.processor ?? xeonGold6338);
  const domain = addControlDomain(draft, { host, hostName: plan.name, memoryMib: plan.controlDomainMib ?? 8192, bootedMs: bootedMs(draft, plan) });
  draft.change('host', host, { control_domain: domain });
  addHostCertificates(draft, { host, uuid, address: plan.address, endsMs: plan.certificateEndsMs ?? draft.startMs + days(3650) });
  addGraphics(draft, host);
  return host;
}

const TOOLSTACK_STARTS_AFTER_MS = 60_000;

const bootedMs = (draft: Draft, plan: HostPlan): number => plan.bootedMs ?? draft.startMs - days(40);

function hostRow(draft: Draft, plan: HostPlan): Row {
  return {
    name_label: plan.name,
    name_description: plan.description ?? 'Default install',
    hostname: plan.name,
    address: plan.address,
    memory_overhead: (plan.xenMemoryMib ?? 600) * MIB,
    enabled: plan.isEnabled ?? true,
    ...releaseFacts(draft, plan),
    ...configuration(draft, plan),
    capabilities: ['xen-3.0-x86_64', 'hvm-3.0-x86_32', 'hvm-3.0-x86_32p', 'hvm-3.0-x86_64', ''],
    cpu_info: cpuInfo(plan.processor ?? xeonGold6338),
    sched_policy: 'credit',
    bios_strings: biosStrings(plan),
    chipset_info: { iommu: 'true' },
    suspend_image_sr: NULL_REF,
    crash_dump_sr: NULL_REF,
    local_cache_sr: NULL_REF,
    ssl_legacy: false,
    display: 'enabled',
  };
}

function releaseFacts(draft: Draft, plan: HostPlan): Row {
  const product = productOf(draft.profile);
  const profile = profileOf(draft.profile);
  return {
    API_version_major: profile.apiVersion.major,
    API_version_minor: profile.apiVersion.minor,
    API_version_vendor: 'XenSource',
    software_version: { ...product.softwareVersion, db_schema: `${profile.schema.major}.${profile.schema.minor}`, ...plan.softwareVersion },
    supported_bootloaders: product.supportedBootloaders,
    virtual_hardware_platform_versions: product.hardwarePlatformVersions,
    edition: product.edition,
    editions: product.editions,
    license_server: { address: 'localhost', port: '27000' },
    license_params: {
      sku_type: product.edition,
      version: product.version,
      sockets: String((plan.processor ?? xeonGold6338).sockets),
      expiry: '20991231T00:00:00Z',
      grace: 'no',
      sku_marketing_name: product.brand,
    },
    tls_verification_enabled: product.verifiesCertificates,
  };
}

function configuration(draft: Draft, plan: HostPlan): Row {
  const iscsiName = plan.iscsiName ?? `iqn.2024-01.test.lab:${plan.name}`;
  const isMultipathing = plan.isMultipathing ?? false;
  return {
    tags: plan.tags ?? [],
    logging: plan.syslogServer === undefined ? {} : { syslog_destination: plan.syslogServer },
    iscsi_iqn: iscsiName,
    multipathing: isMultipathing,
    power_on_mode: plan.powerOn?.mode ?? '',
    power_on_config: plan.powerOn?.config ?? {},
    other_config: {
      ...startTimes(draft, plan),
      iscsi_iqn: iscsiName,
      ...(isMultipathing ? { multipathing: 'true', multipathhandle: 'dmp' } : {}),
    },
  };
}

/** Seconds since the epoch with a trailing point, as the server prints a float. */
function startTimes(draft: Draft, plan: HostPlan): Row {
  const bootMs = bootedMs(draft, plan);
  const toolstackMs = plan.toolstackStartedMs ?? bootMs + TOOLSTACK_STARTS_AFTER_MS;
  return { boot_time: `${Math.floor(bootMs / 1000)}.`, agent_start_time: `${Math.floor(toolstackMs / 1000)}.` };
}

function biosStrings(plan: HostPlan): Row {
  return {
    'bios-vendor': 'Dell Inc.',
    'bios-version': '1.14.1',
    'system-manufacturer': 'Dell Inc.',
    'system-product-name': plan.serverModel ?? 'PowerEdge R650',
    'system-version': '',
    'system-serial-number': `SN${plan.name.replaceAll(/[^a-z0-9]/gi, '').toUpperCase()}`,
    'oem-1': 'Xen',
    'oem-2': 'MS_VM_CERT/SHA1/bdbeb6e0a816d43fa6d3fe8aaef04c2bad9d3e3d',
    'hp-rombios': '',
  };
}

function addProcessors(draft: Draft, host: Ref, processor: Processor): void {
  for (let number = 0; number < threadsOf(processor); number += 1) {
    draft.add('host_cpu', {
      host,
      number,
      vendor: processor.vendor,
      speed: Math.round(processor.megahertz),
      modelname: processor.modelName,
      family: processor.family,
      model: processor.model,
      stepping: String(processor.stepping),
      flags: processor.flags,
      features: processor.featuresHvm,
      utilisation: 0,
    });
  }
}
