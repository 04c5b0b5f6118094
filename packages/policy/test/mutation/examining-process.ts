import { type Examined, firstRed, prepareQuestions } from './examination.js';

/** Answer to the folder of one mutant's modules, a URL that ends in `/`: `red` says what killed the mutant, or is `null` when it survived. */
export interface MutantReport {
  readonly red: string | null;
}

const questions = prepareQuestions();

process.on('message', async (folder: string) => {
  const report: MutantReport = { red: await examine(folder) };
  process.send?.(report);
});
process.send?.('ready');

// Examines one mutant after the other: a mutant may bring this process down, but not the one that asks.
async function examine(folder: string): Promise<string | null> {
  try {
    const { compile } = await import(`${folder}compile.js`);
    const { evaluate } = await import(`${folder}evaluate.js`);
    const examined: Examined = { compile, evaluate };
    return firstRed(examined, questions);
  } catch (thrown) {
    return `not loaded: ${thrown}`;
  }
}
