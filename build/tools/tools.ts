import { buildChanged } from '../bundle/parts.ts';
import type { ToolName } from '../suites.ts';
import { prepareChromium } from './chromium.ts';
import { prepareLab } from './lab.ts';
import type { Machine } from './machine.ts';

/** How each thing a suite may need is brought about; the answer is what to add to the tests' environment. */
const prepare: Readonly<Record<ToolName, (machine: Machine) => Promise<NodeJS.ProcessEnv>>> = {
  app: async () => {
    await buildChanged();
    return {};
  },
  chromium: prepareChromium,
  lab: prepareLab,
};

export async function prepareTools(names: ReadonlySet<ToolName>, machine: Machine): Promise<NodeJS.ProcessEnv> {
  const env: NodeJS.ProcessEnv = {};
  for (const name of names) Object.assign(env, await prepare[name](machine));
  return env;
}
