import { conclude, say } from '../bootstrap/ground.mjs';
import { buildChanged } from '../bundle/parts.ts';

await conclude(async () => {
  const changed = await buildChanged();
  if (changed.length === 0) say('nothing changed since the last build');
  return 0;
});
