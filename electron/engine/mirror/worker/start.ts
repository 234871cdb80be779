import { parentPort } from 'node:worker_threads';
import { createDecoder } from './decoder.ts';
import type { FromWorker, ToWorker } from './protocol.ts';

// The one file that runs when a thread of the mirror starts: it only joins the decoder to the port.
const port = parentPort;
if (port === null) throw new Error('not a worker thread');
let said: FromWorker[] = [];
const decode = createDecoder((message) => void said.push(message));
port.on('message', (messages: readonly ToWorker[]) => {
  for (const message of messages) decode(message);
  if (said.length > 0) port.postMessage(said);
  said = [];
});
