/** What a room is and what it may import; the longest matching path is a file's room. */
export interface Room {
  /** A folder or one file. A last part `*` makes each folder there a room of its own. */
  readonly path: string;
  /** Rooms and files; packages as 'npm:zod'; 'node:' for everything that comes with Node. A room always may import itself. */
  readonly mayImport: readonly string[];
}

const plainFacts = ['shared/kernel', 'shared/xapi'];
const sharedRooms = [...plainFacts, 'shared/domain', 'shared/contract', 'shared/text'];
const ports = ['electron/engine/ports.ts', 'electron/engine/time.ts'];
const leaf = [...sharedRooms, ...ports, 'node:'];
const leafRooms = ['electron/engine/net', 'electron/engine/store', 'electron/engine/secrets'];
const engineFace = ['electron/engine/engine.ts', 'electron/engine/ports.ts'];
const host = ['shared/kernel', 'shared/contract', 'shared/text', 'electron/hosting', 'electron/demo.ts', ...engineFace, 'node:'];
const worldValues = ['electron/simulator/world/value.ts', 'electron/simulator/world/xapi-error.ts'];
const vitest = ['npm:vitest', 'npm:fast-check', 'node:', 'test/support'];

/** The import table: who may import whom. A file that no row covers fails, so a new folder is a decision made here. */
export const rooms: readonly Room[] = [
  { path: 'shared/kernel', mayImport: [] },
  { path: 'shared/xapi', mayImport: ['shared/kernel'] },
  { path: 'shared/domain', mayImport: plainFacts },
  { path: 'shared/contract', mayImport: [...plainFacts, 'shared/domain', 'npm:zod'] },
  { path: 'shared/text', mayImport: [...plainFacts, 'shared/domain', 'shared/contract'] },

  { path: 'electron/engine/ports.ts', mayImport: sharedRooms },
  { path: 'electron/engine/time.ts', mayImport: ['electron/engine/ports.ts'] },
  { path: 'electron/engine/net', mayImport: leaf },
  { path: 'electron/engine/store', mayImport: [...leaf, 'npm:zod'] },
  { path: 'electron/engine/secrets', mayImport: leaf },
  { path: 'electron/engine/xapi', mayImport: [...leaf, 'electron/engine/net', 'npm:zod'] },
  { path: 'electron/engine/mirror', mayImport: [...leaf, 'electron/engine/xapi'] },
  { path: 'electron/engine/offline', mayImport: leaf },
  { path: 'electron/engine/pools', mayImport: [...leaf, ...leafRooms, 'electron/engine/xapi', 'electron/engine/mirror'] },
  { path: 'electron/engine/ssh', mayImport: [...leaf, 'electron/engine/net', 'npm:ssh2'] },
  {
    path: 'electron/engine/operations',
    mayImport: [...leaf, 'electron/engine/net', 'electron/engine/store', 'electron/engine/xapi', 'electron/engine/pools', 'npm:zod'],
  },
  {
    path: 'electron/engine/diagnostics',
    mayImport: [
      ...leaf,
      'electron/engine/net',
      'electron/engine/store',
      'electron/engine/secrets',
      'electron/engine/xapi',
      'electron/engine/ssh',
      'electron/engine/offline',
      'electron/engine/pools',
      'npm:zod',
    ],
  },
  { path: 'electron/engine/console', mayImport: [...leaf, 'electron/engine/net', 'electron/engine/pools'] },
  { path: 'electron/engine/transfers', mayImport: [...leaf, 'electron/engine/net', 'electron/engine/pools', 'electron/engine/xapi'] },
  { path: 'electron/engine/metrics', mayImport: [...leaf, 'electron/engine/net', 'electron/engine/pools'] },
  {
    path: 'electron/engine/rpc',
    mayImport: [
      ...leaf,
      ...leafRooms,
      'electron/engine/offline',
      'electron/engine/xapi',
      'electron/engine/mirror',
      'electron/engine/pools',
      'electron/engine/operations',
      'electron/engine/metrics',
      'electron/engine/console',
      'electron/engine/transfers',
      'electron/engine/ssh',
      'electron/engine/diagnostics',
    ],
  },
  { path: 'electron/engine/engine.ts', mayImport: [...leaf, 'electron/engine'] },

  {
    path: 'electron/hosting',
    mayImport: ['shared/kernel', 'shared/contract', 'electron/engine/ports.ts', 'electron/engine/store', 'node:', 'npm:zod'],
  },
  { path: 'electron/headless', mayImport: [...host, 'npm:ws'] },
  { path: 'electron/shell', mayImport: [...host, 'npm:electron', 'npm:electron-updater'] },
  { path: 'electron/shell/preload', mayImport: ['shared/contract', 'npm:electron'] },
  { path: 'electron/main.ts', mayImport: ['electron/shell', 'electron/demo.ts', 'package.json', 'node:'] },
  { path: 'electron/serve.ts', mayImport: ['electron/headless', 'electron/demo.ts', 'package.json', 'node:'] },
  { path: 'electron/demo.ts', mayImport: ['electron/simulator', 'electron/engine/ports.ts'] },

  // The world is arithmetic: it does no input or output, so of Node only digests and compression.
  {
    path: 'electron/simulator/world',
    mayImport: [...plainFacts, 'electron/simulator/model', 'electron/simulator/codecs', 'node:crypto', 'node:zlib'],
  },
  { path: 'electron/simulator/shell', mayImport: [...plainFacts, 'electron/simulator/world', 'node:zlib', 'node:crypto'] },
  { path: 'electron/simulator/ssh-hosts', mayImport: [...plainFacts, 'electron/simulator', 'node:', 'npm:ssh2'] },
  { path: 'electron/simulator/model', mayImport: [...plainFacts, ...worldValues] },
  { path: 'electron/simulator/codecs', mayImport: [...plainFacts, ...worldValues] },
  { path: 'electron/simulator', mayImport: [...plainFacts, 'node:'] },

  { path: 'renderer/bridge', mayImport: ['shared/kernel', 'shared/contract'] },
  { path: 'renderer/state', mayImport: [...sharedRooms, 'renderer/bridge', 'renderer/ui/icon-paths.ts', 'npm:react', 'npm:zustand'] },
  { path: 'renderer/ui', mayImport: ['npm:react', 'npm:react-dom'] },
  {
    path: 'renderer/ui/terminal',
    mayImport: ['npm:@xterm/xterm', 'npm:@xterm/xterm/css/xterm.css', 'npm:@xterm/addon-fit', 'npm:@xterm/addon-search'],
  },
  { path: 'renderer/ui/chart', mayImport: ['npm:react', 'npm:uplot', 'npm:uplot/dist/uPlot.min.css'] },
  { path: 'renderer/styles', mayImport: [] },
  { path: 'renderer/parts', mayImport: [...sharedRooms, 'renderer/ui', 'renderer/state', 'npm:react'] },
  { path: 'renderer/features/console', mayImport: [...sharedRooms, 'renderer/ui', 'renderer/state', 'npm:react', 'npm:@novnc/novnc'] },
  { path: 'renderer/features/*', mayImport: [...sharedRooms, 'renderer/ui', 'renderer/state', 'renderer/parts', 'npm:react'] },
  { path: 'renderer/app', mayImport: [...sharedRooms, 'renderer', 'npm:react', 'npm:react-dom'] },
  { path: 'renderer/main.tsx', mayImport: ['renderer', 'shared/contract', 'npm:react', 'npm:react-dom'] },

  // Runs before any package is installed.
  { path: 'build/bootstrap', mayImport: ['node:'] },
  { path: 'build/lockfile', mayImport: ['node:'] },
  { path: 'build/installers', mayImport: ['build/bootstrap', 'node:', 'npm:electron-builder', 'npm:@electron/asar'] },
  { path: 'build/bundle', mayImport: ['build/bootstrap', 'node:', 'npm:vite'] },
  { path: 'build/vite', mayImport: ['node:', 'npm:vite', 'npm:@vitejs/plugin-react'] },
  { path: 'build/tools', mayImport: ['build/bootstrap', 'build/bundle', 'build/suites.ts', 'node:'] },
  { path: 'build/launch', mayImport: ['build/bootstrap', 'node:'] },
  { path: 'build/test-run', mayImport: ['build/bootstrap', 'build/suites.ts', 'node:'] },
  { path: 'build/commands', mayImport: ['build', 'node:'] },
  { path: 'build/suites.ts', mayImport: [] },
  { path: 'build/vitest.config.ts', mayImport: ['build/suites.ts', 'npm:vitest', 'node:'] },
  { path: 'build/generate-xapi', mayImport: [...plainFacts, 'node:', 'npm:zod'] },

  {
    path: 'test/support',
    mayImport: [
      ...sharedRooms,
      ...engineFace,
      'electron/engine/mirror',
      'electron/simulator',
      'test/recordings',
      'node:',
      'npm:ssh2',
      'npm:vitest',
      'npm:electron',
      'npm:playwright-core',
      'npm:axe-core',
      'npm:fast-check',
    ],
  },
  { path: 'test/architecture', mayImport: ['build/lockfile', 'electron/shell/preload', ...vitest] },
  {
    path: 'test/unit',
    mayImport: [...sharedRooms, 'electron/engine', 'electron/hosting', 'electron/headless', 'renderer', 'build', 'test/bench', ...vitest],
  },
  { path: 'test/simulator', mayImport: [...plainFacts, 'electron/simulator', 'npm:ssh2', ...vitest] },
  { path: 'test/recordings', mayImport: [...sharedRooms, 'electron/simulator', 'electron/engine', ...vitest] },
  { path: 'test/peers', mayImport: [...plainFacts, 'electron/simulator', 'npm:xen-api', ...vitest] },
  {
    path: 'test/engine',
    mayImport: [
      ...sharedRooms,
      'electron/engine',
      'electron/hosting',
      'electron/headless',
      'electron/shell',
      'electron/demo.ts',
      'renderer/bridge',
      'electron/simulator',
      'npm:electron',
      'npm:ssh2',
      'npm:ws',
      'npm:zod',
      ...vitest,
    ],
  },
  {
    path: 'test/lab',
    mayImport: [...sharedRooms, 'electron/engine', 'electron/hosting', 'electron/simulator', 'npm:playwright-core', ...vitest],
  },
  { path: 'test/ui', mayImport: [...sharedRooms, 'electron/hosting/window-files.ts', 'npm:vite', 'npm:playwright-core', ...vitest] },
  { path: 'test/e2e', mayImport: ['shared/text', 'electron/simulator', 'npm:playwright-core', ...vitest] },
  {
    path: 'test/installers',
    mayImport: ['build/installers', 'npm:electron-builder', 'npm:@electron/asar', 'npm:@electron/fuses', 'npm:resedit', ...vitest],
  },
  {
    path: 'test/bench',
    mayImport: [
      ...sharedRooms,
      'electron/simulator',
      'electron/engine',
      'electron/hosting',
      'electron/headless',
      'build/bundle',
      'build/tools',
      'test/lab',
      'npm:vite',
      'npm:xen-api',
      'npm:playwright-core',
      'test/support',
      'node:',
    ],
  },
];
