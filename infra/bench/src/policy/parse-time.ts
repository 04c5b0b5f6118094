import { parsePolicy } from '@genkan/policy/parse';
import { policiesOf } from './genkan-engine.js';
import { fuzzedTexts, hostileTexts } from './hostile-texts.js';
import { makeWorkload } from './make-workload.js';
import { medianMs } from './median-ms.js';
import { ownCpuMs } from './own-cpu-ms.js';

export interface ParseTimes {
  /** Processor time: a single longest would else be whatever the machine did beside it. */
  readonly longestMs: number;
  /** What took that long. */
  readonly longestName: string;
  readonly inputs: number;
  /** To parse 1,000 statements in documents as large as they may be. */
  readonly usualMs: number;
}

const TIMES = 3;

/** The longest of all: every hostile text several times, every fuzzed one once, nothing warmed up and nothing left out. */
export function measureParsing(fuzzed: number): ParseTimes {
  let longest = { ms: 0, name: '' };
  let inputs = 0;
  const parse = (name: string, text: string | Uint8Array) => {
    const startedMs = ownCpuMs();
    parsePolicy(text);
    const ms = ownCpuMs() - startedMs;
    if (ms > longest.ms) longest = { ms, name };
    inputs += 1;
  };
  for (const { name, text } of hostileTexts()) for (let times = 0; times < TIMES; times += 1) parse(name, text);
  for (const { name, text } of fuzzedTexts(fuzzed)) parse(name, text);

  const texts = policiesOf(makeWorkload('conditional', { statements: 1_000, calls: 0 }).rules).map(({ document }) =>
    JSON.stringify(document),
  );
  const usualMs = medianMs(50, () => {
    for (const text of texts) if (!parsePolicy(text).ok) throw new Error('a policy of the workload is none');
  });
  return { longestMs: longest.ms, longestName: longest.name, inputs, usualMs };
}
