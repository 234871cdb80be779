import { number } from '../fields.ts';
import type { Row } from '../value.ts';
import { XapiError } from '../xapi-error.ts';

const MEMORY_RULE = 'Memory limits must satisfy: static_min ≤ dynamic_min ≤ dynamic_max ≤ static_max';

/** What a client may store although no VM can boot with it. */
export function assertConfigurationValid(vm: Row): void {
  const vcpusMax = number(vm, 'VCPUs_max');
  const vcpusAtStartup = number(vm, 'VCPUs_at_startup');
  if (vcpusMax < 1) throw new XapiError('INVALID_VALUE', 'VCPUs_max', String(vcpusMax));
  if (vcpusAtStartup < 1 || vcpusAtStartup > vcpusMax) throw new XapiError('INVALID_VALUE', 'VCPUs_at_startup', String(vcpusAtStartup));
  if (!areMemoryLimitsOrdered(limitsOf(vm))) throw new XapiError('MEMORY_CONSTRAINT_VIOLATION', MEMORY_RULE);
}

export interface MemoryLimits {
  readonly staticMin: number;
  readonly dynamicMin: number;
  readonly dynamicMax: number;
  readonly staticMax: number;
}

export function limitsOf(vm: Row): MemoryLimits {
  return {
    staticMin: number(vm, 'memory_static_min'),
    dynamicMin: number(vm, 'memory_dynamic_min'),
    dynamicMax: number(vm, 'memory_dynamic_max'),
    staticMax: number(vm, 'memory_static_max'),
  };
}

export function areMemoryLimitsOrdered({ staticMin, dynamicMin, dynamicMax, staticMax }: MemoryLimits): boolean {
  return staticMin <= dynamicMin && dynamicMin <= dynamicMax && dynamicMax <= staticMax;
}
