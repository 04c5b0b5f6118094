/** A failure that is told to the person at the terminal as one sentence with its remedy, without a stack. */
export class Problem extends Error {
  /** @param {string} sentence @param {string} [details] lines shown below it, such as the end of a log */
  constructor(sentence, details = '') {
    super(sentence);
    this.name = 'Problem';
    this.details = details;
    // Where nobody tells it nicely, such as in a test, the details are seen all the same.
    if (details !== '') this.stack = `${this.stack}\n\n${details}`;
  }
}
