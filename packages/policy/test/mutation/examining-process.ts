import { type Examined, firstRed, prepareQuestions } from './examination.js';

/** One mutant: the folder of its modules, a URL that ends in `/`, and whether the limits of `compile` are of interest. */
export interface MutantOrder {
  readonly folder: string;
  readonly withLimits: boolean;
}

/** `red` says what killed the mutant, or is `null` when it survived. */
export interface MutantReport {
  readonly red: string | null;
}

// Examines one mutant after the other: a mutant may bring this process down, but not the one that asks. The first report is about the
// evaluator as it was built.
const questions = prepareQuestions();
process.on('message', report);
await report({ folder: new URL('../../src/', import.meta.url).href, withLimits: true });

async function report({ folder, withLimits }: MutantOrder): Promise<void> {
  const answer: MutantReport = { red: await examine(folder, withLimits) };
  process.send?.(answer);
}

async function examine(folder: string, withLimits: boolean): Promise<string | null> {
  try {
    const { compile } = await import(`${folder}compile.js`);
    const { evaluate } = await import(`${folder}evaluate.js`);
    const { serialise, deserialise } = await import(`${folder}program.js`);
    const { takeScratch, giveBack } = await import(`${folder}scratch.js`);
    const examined: Examined = { compile, evaluate, serialise, deserialise, takeScratch, giveBack };
    return firstRed(examined, questions, withLimits);
  } catch (thrown) {
    return `not loaded: ${thrown}`;
  }
}
