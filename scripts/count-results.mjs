import { stripVTControlCharacters } from 'node:util';

/** What one runner did: how many tests passed, which failed, which were skipped, which passed only when tried again. */
const empty = () => ({ passed: 0, failed: [], skipped: [], again: [] });

const WHY_LINES = 14;

/** A test's title with the beginning of what went wrong, which is all that is left where only the end of a log is kept. */
function withReason(title, message) {
  const lines = stripVTControlCharacters(message ?? '')
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^\s+at .*node_modules/.test(line));
  return [title, ...lines.slice(0, WHY_LINES).map((line) => `    ${line.trimEnd()}`)].join('\n');
}

/** Reads the JSON report of Vitest. A file that could not even be loaded counts as one failed test. */
export function countVitest(report) {
  const counts = empty();
  for (const file of report.testResults) {
    const name = file.name.replace(/^.*?([^/\\]+)$/, '$1');
    if (file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed')) {
      counts.failed.push(`${name}: ${file.message?.trim() || 'failed outside its tests'}`);
    }
    for (const test of file.assertionResults) {
      const title = `${name} > ${test.fullName}`;
      if (test.status === 'passed') counts.passed += 1;
      else if (test.status === 'failed') counts.failed.push(withReason(title, test.failureMessages?.[0]));
      else counts.skipped.push(title);
    }
  }
  return counts;
}

/**
 * Reads the JSON report of Playwright. An error outside the tests counts as one failed test; a test that passed only when it was
 * tried again has passed, and is named with what went wrong before.
 */
export function countPlaywright(report) {
  const counts = empty();
  const walk = (suite, path) => {
    for (const spec of suite.specs ?? []) {
      for (const test of spec.tests) {
        const title = [...path, spec.title].join(' > ');
        if (test.status === 'expected') counts.passed += 1;
        else if (test.status === 'skipped') counts.skipped.push(title);
        else {
          const told = withReason(title, test.results?.find(({ errors }) => errors.length > 0)?.errors[0].message);
          if (test.status === 'flaky') counts.passed += 1;
          counts[test.status === 'flaky' ? 'again' : 'failed'].push(told);
        }
      }
    }
    for (const inner of suite.suites ?? []) walk(inner, inner.title ? [...path, inner.title] : path);
  };
  for (const suite of report.suites ?? []) walk(suite, [suite.title]);
  for (const error of report.errors ?? [])
    counts.failed.push(error.message?.split('\n')[0] ?? 'error outside the tests');
  return counts;
}

/** A skip that names what it waits for, as in `sends a real message (needs WECOM_SECRET)`, is accepted in CI. */
const namesItsNeed = (title) => /\(needs [^)]+\)/.test(title);

/**
 * Turns the counts of one runner into its result. A runner that failed without naming a test, or ran none at all, has failed;
 * with `isStrict` (CI) a skip that does not name what it needs is a failure.
 */
export function judgeRunner({ passed, failed, skipped, again = [] }, { code, isTimeout = false, isStrict = false }) {
  const refused = isStrict ? skipped.filter((title) => !namesItsNeed(title)) : [];
  const failures = [...failed, ...refused.map((title) => `skipped in CI: ${title}`)];
  if (isTimeout) failures.push('was stopped: it took too long');
  else if (code !== 0 && failures.length === 0) failures.push(`ended with code ${code}`);
  else if (passed + failures.length + skipped.length === 0) failures.push('ran no test at all');
  return { passed, failures, skipped: skipped.length - refused.length, again };
}
