/** The other end of `Control`: says hello, then answers each question. Without a parent there is nothing to live for. */
export function served<Question, Answer>(hello: unknown, answer?: (question: Question) => Promise<Answer>): void {
  process.on('disconnect', () => process.exit());
  process.on('message', (question) => void answer?.(question as Question).then((result) => process.send?.(result)));
  process.send?.(hello);
}
