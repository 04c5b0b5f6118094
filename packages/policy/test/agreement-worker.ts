import { parentPort, workerData } from 'node:worker_threads';
import { agreementOn } from './agreement.js';

// jest runs modules in a context of their own, where they take twice as long; a thread does not.
const { firstSeed, pairCount }: { firstSeed: number; pairCount: number } = workerData;
parentPort?.postMessage(agreementOn(firstSeed, pairCount));
