/** A vitest reporter that adds up the tests of a run and writes the sums, as JSON, to the file SIP_TRACE_TOTALS names. */
import { writeFileSync } from "node:fs";

/** @typedef {{ passed: number, failed: number, skipped: number }} Totals */

/** @typedef {import("vitest/node").Reporter} Reporter */

/** @implements {Reporter} */
export default class TotalsReporter {
  /**
   * @param {ReadonlyArray<import("vitest/node").TestModule>} modules
   * @param {ReadonlyArray<unknown>} unhandledErrors
   */
  onTestRunEnd(modules, unhandledErrors) {
    /** @type {Totals} */
    const totals = { passed: 0, failed: unhandledErrors.length, skipped: 0 };
    for (const module of modules) {
      let failedHere = 0;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        // A test that never got to run, because its file or a hook failed, is not a passed one.
        if (state === "passed") totals.passed++;
        else if (state === "failed") failedHere++;
        else totals.skipped++;
      }
      // A file that cannot be loaded, and a hook that throws, fail without failing any test.
      totals.failed += failedHere === 0 && !module.ok() ? 1 : failedHere;
    }
    const file = process.env.SIP_TRACE_TOTALS;
    if (file) writeFileSync(file, JSON.stringify(totals));
  }
}
