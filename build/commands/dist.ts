import { join } from 'node:path';
import { conclude, root, say } from '../bootstrap/ground.mjs';
import { buildChanged } from '../bundle/parts.ts';
import { makeInstallers, targetsHere } from '../installers/make-installers.ts';

// npm run dist [-- --dir]: installers for the system this runs on, in out/; --dir stops at the folder they are made of.
await conclude(async () => {
  await buildChanged();
  const installers = await makeInstallers({
    root,
    outputFolder: join(root, 'out'),
    targets: targetsHere(process.argv.includes('--dir') ? 'folder' : 'installers'),
    updateFeed: namedFeed(),
  });
  for (const installer of installers) say(`made ${installer}`);
  return 0;
});

/** A workflow hands on a variable nobody set as an empty one. */
function namedFeed(): string | undefined {
  const feed = process.env['POOLKEEPER_UPDATE_FEED'];
  return feed === '' ? undefined : feed;
}
