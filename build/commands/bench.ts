import { existsSync, globSync } from 'node:fs';
import { basename, join } from 'node:path';
import { runInForeground } from '../bootstrap/child.mjs';
import { CannotGoOn, conclude, root } from '../bootstrap/ground.mjs';

// npm run bench:NAME [-- --json]
await conclude(() => {
  const [name = '', ...args] = process.argv.slice(2);
  const script = join(root, 'test', 'bench', `${name}.bench.ts`);
  if (!existsSync(script)) throw new CannotGoOn(`no benchmark "${name}"; there are ${benchmarks().join(', ')}`);
  return runInForeground(process.execPath, ['--expose-gc', script, ...args]);
});

function benchmarks(): string[] {
  return globSync('test/bench/*.bench.ts', { cwd: root })
    .map((file) => basename(file, '.bench.ts'))
    .toSorted();
}
