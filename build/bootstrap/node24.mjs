import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runInForeground } from './child.mjs';
import { CannotGoOn, conclude, root, say } from './ground.mjs';
import { endWithStarter } from './orphan.mjs';
import { installPackages } from './packages.mjs';

const OLDEST_NODE = 20;
const folder = join(root, 'node_modules', 'node');

/**
 * Runs one of build/commands on the Node that Electron embeds, installing what is missing first.
 * Everything in build/bootstrap is plain JavaScript without packages, since nothing else can be relied on before.
 * @param {string} script
 * @param {readonly string[]} args
 */
export function runOnNode24(script, args = process.argv.slice(2)) {
  return conclude(async () => {
    refuseOldNode();
    endWithStarter();
    await installPackages();
    return runInForeground(await node24(), [join(root, script), ...args]);
  });
}

function refuseOldNode() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < OLDEST_NODE) throw new CannotGoOn(`Node ${OLDEST_NODE} or newer is needed; this is ${process.versions.node}.`);
}

async function node24() {
  const program = join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (existsSync(program)) return program;
  // The package fetches its binary in an install script, which a machine's npm settings may have kept from running.
  say('fetching Node 24 ...');
  await runInForeground(process.execPath, ['installArchSpecificPackage.js'], { cwd: folder });
  if (!existsSync(program)) throw new CannotGoOn('the package "node" did not bring its binary; is the registry reachable?');
  return program;
}
