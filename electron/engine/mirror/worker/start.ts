import { parentPort } from 'node:worker_threads';
import { createDecoder } from './decoder.ts';
import type { ToWorker } from './protocol.ts';

// The one file that runs when a thread of the mirror starts: it only joins the decoder to the port.
const port = parentPort;
if (port === null) throw new Error('not a worker thread');
const decode = createDecoder((message, transfer) => port.postMessage(message, transfer));
port.on('message', (message: ToWorker) => decode(message));
