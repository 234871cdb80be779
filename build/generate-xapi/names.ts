/** `VM_guest_metrics` -> `VMGuestMetrics`, `host_cpu` -> `HostCpu`, `vm_power_state` -> `VmPowerState`. */
export function typeName(name: string): string {
  return name
    .split('_')
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('');
}

export function refName(className: string): string {
  return `${typeName(className)}Ref`;
}

export function recordName(className: string): string {
  return `${typeName(className)}Record`;
}

export function draftName(className: string): string {
  return `${typeName(className)}Draft`;
}

export function callsName(className: string): string {
  return `${typeName(className)}Calls`;
}

/** `VM_guest_metrics` -> `vm-guest-metrics.ts` */
export function fileName(className: string): string {
  return `${className.toLowerCase().replaceAll('_', '-')}.ts`;
}

/** Quoted only where TypeScript needs it. */
export function propertyName(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? name : `'${name}'`;
}

/** Words of the language that the model uses, or could, as names of parameters. */
const RESERVED = new Set(
  'class default delete enum export function implements import in interface let new null package private protected public static this typeof void yield'.split(
    ' ',
  ),
);

/** A tuple's label must be an identifier; the model names some parameters in words, or in reserved ones. */
export function labelName(name: string): string {
  const label = name.replaceAll(/\W+/g, '_');
  if (/^\d/.test(label)) return `_${label}`;
  return RESERVED.has(label) ? `${label}_` : label;
}

export function union(values: readonly string[]): string {
  return values.length === 0 ? 'never' : values.map((value) => `'${value}'`).join(' | ');
}
