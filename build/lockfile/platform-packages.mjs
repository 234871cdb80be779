/**
 * Tools ship their native parts as one optional package per platform. A registry mirror that serves only some
 * platforms leaves the others out of the lockfile npm writes, and `npm ci` then fails on the machines that need
 * them, so the missing entries are written from what their names say.
 * @typedef {{ version: string, optionalDependencies?: Record<string, string>, dev?: boolean, [field: string]: unknown }} LockedPackage
 * @typedef {Record<string, LockedPackage>} LockedPackages
 */

const systems = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32'];
const processors = ['arm64', 'arm', 'ia32', 'ppc64', 'riscv64', 's390x', 'x64'];

/**
 * What a name like '@oxlint/binding-linux-arm-musleabihf' says about where the package runs.
 * @param {string} name
 */
export function platformOf(name) {
  const words = name.split(/[-/]/);
  const os = systems.find((system) => words.includes(system));
  const cpu = processors.find((processor) => words.includes(processor));
  return os === undefined || cpu === undefined ? undefined : { os, cpu, libc: libcOf(os, words.at(-1) ?? '') };
}

/**
 * @param {string} os
 * @param {string} lastWord
 */
function libcOf(os, lastWord) {
  if (os !== 'linux') return undefined;
  if (lastWord.startsWith('musl')) return 'musl';
  return lastWord.startsWith('gnu') ? 'glibc' : undefined;
}

/**
 * Names of optional packages that some locked package asks for and the lockfile does not hold.
 * @param {LockedPackages} packages
 */
export function missingOptionalPackages(packages) {
  const missing = [];
  for (const [path, locked] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(locked.optionalDependencies ?? {})) {
      const isLocked = `node_modules/${name}` in packages || `${path}/node_modules/${name}` in packages;
      if (!isLocked) missing.push({ name, version, isDev: locked.dev === true });
    }
  }
  return missing;
}

/**
 * The packages with every missing platform package added, in npm's order.
 * @param {LockedPackages} packages
 * @returns {LockedPackages}
 */
export function withPlatformPackages(packages) {
  const completed = { ...packages };
  for (const { name, version, isDev } of missingOptionalPackages(packages)) {
    const platform = platformOf(name);
    if (platform === undefined) throw new Error(`cannot tell the platform of ${name}`);
    if (!/^\d/.test(version)) throw new Error(`${name} is asked for as ${version}, which is not one exact version`);
    // npm's own order of keys, so that its next write of the lockfile changes nothing.
    completed[`node_modules/${name}`] = {
      version,
      cpu: [platform.cpu],
      ...(isDev ? { dev: true } : {}),
      ...(platform.libc === undefined ? {} : { libc: [platform.libc] }),
      optional: true,
      os: [platform.os],
    };
  }
  return Object.fromEntries(Object.entries(completed).sort(([a], [b]) => a.localeCompare(b, 'en')));
}
