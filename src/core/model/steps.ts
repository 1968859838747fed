/** Runs work that yields between its steps to its end, for a caller that has nothing else to do meanwhile. */
export function finish<Result>(steps: Iterator<unknown, Result, undefined>): Result {
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}
