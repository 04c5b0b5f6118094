/** Everything that is wrong with a process's environment, as one text that is safe to print: it holds no value. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  /** One line a problem, beginning with the variable's name. */
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(['The environment cannot be used:', ...problems.map((problem) => `  ${problem}`)].join('\n'));
    this.problems = problems;
  }
}
