import type { Plugin } from 'vite';

const ABSENT = '\0native-part';

/**
 * Packages that would be faster with a part built for the machine look for it and do without. None is built here, so
 * that what is packed is the same everywhere: looking for one fails in the bundle as it does on the disk.
 */
export function nativeParts(): Plugin {
  return {
    name: 'native-parts',
    enforce: 'pre',
    resolveId: (id) => (id.endsWith('.node') || id === 'cpu-features' ? ABSENT : null),
    // Where it would look for them: a folder that modules of the bundle do not have.
    transform: (code, id) => (id.includes('/node_modules/ssh2/') ? { code: code.replaceAll('__dirname', "'.'"), map: null } : null),
    load: (id) => (id === ABSENT ? "throw new Error('no native part is built');" : null),
  };
}
