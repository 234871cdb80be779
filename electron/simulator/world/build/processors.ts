/** One kind of processor, as a host describes it. */
export interface Processor {
  readonly vendor: 'GenuineIntel' | 'AuthenticAMD';
  readonly modelName: string;
  readonly family: number;
  readonly model: number;
  readonly stepping: number;
  readonly megahertz: number;
  readonly sockets: number;
  readonly coresPerSocket: number;
  readonly threadsPerCore: number;
  readonly flags: string;
  /** Feature words in hexadecimal, as the hypervisor offers them to guests with hardware assistance and to the others. */
  readonly featuresHvm: string;
  readonly featuresPv: string;
}

const BASE_FLAGS =
  'fpu de tsc msr pae mce cx8 apic sep mca cmov pat clflush acpi mmx fxsr sse sse2 ht syscall nx rdtscp lm constant_tsc rep_good nopl ' +
  'nonstop_tsc cpuid pni pclmulqdq monitor est ssse3 fma cx16 sse4_1 sse4_2 movbe popcnt aes xsave avx f16c rdrand hypervisor lahf_lm abm ' +
  '3dnowprefetch bmi1 avx2 bmi2 erms rdseed adx xsaveopt xsavec xgetbv1';

export const xeonGold6338: Processor = {
  vendor: 'GenuineIntel',
  modelName: 'Intel(R) Xeon(R) Gold 6338 CPU @ 2.00GHz',
  family: 6,
  model: 106,
  stepping: 6,
  megahertz: 1995.312,
  sockets: 2,
  coresPerSocket: 32,
  threadsPerCore: 2,
  flags: `${BASE_FLAGS} avx512f avx512dq avx512ifma clflushopt clwb avx512cd sha_ni avx512bw avx512vl avx512vbmi gfni vaes`,
  featuresHvm: '1fcbfbff-f7fa3223-2c100800-00000121-0000000f-f1bf27eb-00405f4e-00000100-00001000-bc000410-00000000-00000000',
  featuresPv: '1fc9cbf5-f6f83203-2c100800-00000121-00000007-f1bf07ab-00405f42-00000100-00001000-ac000410-00000000-00000000',
};

/** Two generations older: no AVX-512 beyond the foundation words. */
export const xeonE52680v4: Processor = {
  vendor: 'GenuineIntel',
  modelName: 'Intel(R) Xeon(R) CPU E5-2680 v4 @ 2.40GHz',
  family: 6,
  model: 79,
  stepping: 1,
  megahertz: 2399.996,
  sockets: 2,
  coresPerSocket: 14,
  threadsPerCore: 2,
  flags: BASE_FLAGS,
  featuresHvm: '1fcbfbff-f7fa3223-2c100800-00000121-00000001-001c0fbb-00000000-00000100-00000000-9c000400-00000000-00000000',
  featuresPv: '1fc9cbf5-f6f83203-2c100800-00000121-00000001-001c0729-00000000-00000100-00000000-8c000400-00000000-00000000',
};

export const xeonD1541: Processor = {
  vendor: 'GenuineIntel',
  modelName: 'Intel(R) Xeon(R) CPU D-1541 @ 2.10GHz',
  family: 6,
  model: 86,
  stepping: 3,
  megahertz: 2099.994,
  sockets: 1,
  coresPerSocket: 8,
  threadsPerCore: 2,
  flags: BASE_FLAGS,
  featuresHvm: '1fcbfbff-f7fa3223-2c100800-00000121-00000001-001c0fbb-00000000-00000100-00000000-9c000400-00000000-00000000',
  featuresPv: '1fc9cbf5-f6f83203-2c100800-00000121-00000001-001c0729-00000000-00000100-00000000-8c000400-00000000-00000000',
};

export const epyc7443: Processor = {
  vendor: 'AuthenticAMD',
  modelName: 'AMD EPYC 7443P 24-Core Processor',
  family: 25,
  model: 1,
  stepping: 1,
  megahertz: 2844.616,
  sockets: 1,
  coresPerSocket: 24,
  threadsPerCore: 2,
  flags: `${BASE_FLAGS} svm cr8_legacy sse4a misalignsse topoext perfctr_core clflushopt clwb sha_ni clzero vaes vpclmulqdq`,
  featuresHvm: '178bfbff-f6f83203-2e500800-004003f3-0000000f-219c07a9-00400604-00000500-111ef000-00000010-00000000-00000000',
  featuresPv: '178bcbf5-f6f83203-2e500800-004003f3-00000007-219c0729-00400600-00000500-111ef000-00000010-00000000-00000000',
};

export const threadsOf = (processor: Processor): number => processor.sockets * processor.coresPerSocket * processor.threadsPerCore;

/** What `host.cpu_info` holds; a release drops keys it does not know by leaving them unread. */
export function cpuInfo(processor: Processor): Readonly<Record<string, string>> {
  return {
    cpu_count: String(threadsOf(processor)),
    socket_count: String(processor.sockets),
    threads_per_core: String(processor.threadsPerCore),
    vendor: processor.vendor,
    speed: processor.megahertz.toFixed(3),
    modelname: processor.modelName,
    family: String(processor.family),
    model: String(processor.model),
    stepping: String(processor.stepping),
    flags: processor.flags,
    features: processor.featuresHvm.split('-').slice(0, 4).join('-'),
    features_pv: processor.featuresPv,
    features_hvm: processor.featuresHvm,
    features_pv_host: processor.featuresPv,
    features_hvm_host: processor.featuresHvm,
  };
}
