/** What was started, so that it is ended in the opposite order, once, however often and early `run` is called. */
export class Unwinding {
  readonly #steps: Array<() => Promise<void> | undefined> = [];

  add(step: () => Promise<void> | undefined): void {
    this.#steps.push(step);
  }

  /** Runs every step even if one fails, then throws the first failure. */
  async run(): Promise<void> {
    const failures: unknown[] = [];
    for (let step = this.#steps.pop(); step; step = this.#steps.pop()) {
      try {
        await step();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  }
}
