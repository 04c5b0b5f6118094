type Task<Result> = (signal: AbortSignal) => Promise<Result>;

/**
 * Runs tasks at the same time. When one fails, the others are aborted and waited for, and the failure is thrown: after that
 * nothing goes on in the background.
 */
export async function together<Result>(tasks: ReadonlyArray<Task<Result>>, outer?: AbortSignal): Promise<Result[]> {
  const failed = new AbortController();
  const signal = AbortSignal.any(outer ? [failed.signal, outer] : [failed.signal]);
  const settled = await Promise.allSettled(
    tasks.map((task) =>
      task(signal).catch((error: unknown) => {
        failed.abort(failed.signal.aborted ? undefined : error);
        throw error;
      }),
    ),
  );
  if (failed.signal.aborted) throw failed.signal.reason;
  return settled.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
}
