import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '#build/bootstrap/ground.mjs';
import { iconSet } from './icon-set.ts';

// Run after renderer/icon.svg has changed: node build/installers/icon-set/main.ts
const folder = join(root, 'build', 'installers', 'icons');
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
for (const [name, content] of iconSet(readFileSync(join(root, 'renderer', 'icon.svg'), 'utf8'))) writeFileSync(join(folder, name), content);
