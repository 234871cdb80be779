import { readFileSync, writeFileSync } from 'node:fs';
import { withPlatformPackages } from './platform-packages.mjs';

// Run after `npm install` has changed the lockfile: node build/lockfile/main.mjs
const file = new URL('../../package-lock.json', import.meta.url);
const lockfile = JSON.parse(readFileSync(file, 'utf8'));
const before = Object.keys(lockfile.packages).length;
lockfile.packages = withPlatformPackages(lockfile.packages);
writeFileSync(file, `${JSON.stringify(lockfile, null, 2)}\n`);
console.log(`${Object.keys(lockfile.packages).length - before} platform packages added to package-lock.json`);
