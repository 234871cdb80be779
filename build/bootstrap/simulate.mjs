import { runOnNode24 } from './node24.mjs';

await runOnNode24('electron/simulator/cli.ts');
