import { openDocument } from '#engine/store/document.ts';
import { countShape, WRITES } from './count-shape.ts';

// Run as a process of its own by the kill test: counts in a document and says each number once it is on disk.
const path = process.argv[2];
if (path === undefined) throw new Error('usage: writer.ts FILE');
let unique = 0;
const document = await openDocument({ path, shape: countShape, unique: () => `${process.pid}-${(unique += 1)}` });
for (let write = 0; write < WRITES; write += 1) {
  await document.update(({ count }) => ({ count: count + 1, filler: 'x'.repeat(count + 1) }));
  process.stdout.write(`${document.current().count}\n`);
}
