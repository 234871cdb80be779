import type { SimHost } from '#simulator/world/world.ts';
import type { Tools } from '../process.ts';
import { date } from './date.ts';
import { fileTools } from './file-tools.ts';
import { grep } from './grep.ts';
import { machineTools } from './machine-tools.ts';
import { prefixTools } from './prefix-tools.ts';
import { textTools } from './text-tools.ts';

/** The programs a host of its release has. */
export function toolsOf(_host: SimHost): Tools {
  return { ...textTools, ...fileTools, ...prefixTools, ...machineTools, date, grep, egrep: grep, fgrep: grep };
}
