import type { Reporter, TestCase, TestResult } from '@playwright/test/reporter';

/** Reports why a test was skipped, in the same format as pytest. */
export default class SkipReporter implements Reporter {
  onTestEnd(test: TestCase, result: TestResult): void {
    if (result.status === 'skipped') {
      const reasons = test.annotations
        .filter(({ type }) => type === 'skip')
        .map(({ description }) => description ?? 'no reason given');
      console.warn(`SKIPPED ${test.title}: ${reasons.join('; ')}`);
    }
  }

  printsToStdio(): boolean {
    return false;
  }
}
