/**
 * `npm test`: everything, from a fresh clone. Ends with one line for all suites together, and with a
 * non-zero exit code when anything failed.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureChromium } from './chromium.mjs';
import { fail, root, setUp } from './setup.mjs';

setUp();
try {
  process.env.CHROMIUM_PATH = ensureChromium();
} catch (error) {
  fail(error.message);
}
process.env.VITE_CONFIG_NATIVE_IGNORE_WARNING = 'true';

const results = join(root, '.cache/test-results');
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });

const total = { passed: 0, failed: 0, skipped: 0 };
const table = [];

check('lint', ['node_modules/eslint/bin/eslint.js', '.']);
check('format', ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.']);
for (const project of ['tsconfig.core.json', 'tsconfig.worker.json', 'tsconfig.json']) {
  check(`types (${project})`, ['node_modules/typescript/bin/tsc', '-p', project]);
}
suite('unit', (json) => vitest('unit', json), countVitest);
suite('browser', (json) => vitest('browser', json), countVitest);
if (check('build', ['scripts/build-if-changed.mjs'])) {
  suite('end to end', playwright, countPlaywright);
}

for (const row of table) console.log(row);
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 ? 1 : 0;

/** Runs a step that either holds or does not; only a failure is counted. */
function check(name, args) {
  const ok = run(name, args) === 0;
  if (!ok) total.failed += 1;
  table.push(`${name}: ${ok ? 'ok' : 'FAILED'}`);
  return ok;
}

/** Runs a suite that writes its counts to a JSON file. */
function suite(name, command, count) {
  const json = join(results, `${name.replaceAll(' ', '-')}.json`);
  const { args, env } = command(json);
  const status = run(name, args, env);
  // No counts means that the runner itself broke; that is a failure whatever it says.
  const counts = existsSync(json)
    ? count(JSON.parse(readFileSync(json, 'utf8')))
    : { passed: 0, failed: 1, skipped: 0 };
  if (status !== 0 && counts.failed === 0) counts.failed = 1;
  for (const key of Object.keys(total)) total[key] += counts[key];
  table.push(
    `${name}: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`,
  );
}

function vitest(project, json) {
  return {
    args: [
      'node_modules/vitest/vitest.mjs',
      'run',
      ...['--project', project],
      ...['--reporter=default', '--reporter=json', `--outputFile.json=${json}`],
    ],
  };
}

function countVitest(report) {
  // A file that cannot even be loaded has no tests to count: count the file.
  const broken = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  ).length;
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

function playwright(json) {
  return {
    args: ['node_modules/@playwright/test/cli.js', 'test', '--reporter=list,json'],
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: json, BEARINGS_BUILT: '1' },
  };
}

function countPlaywright({ stats, errors }) {
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + errors.length,
    skipped: stats.skipped,
  };
}

function run(name, args, env = {}) {
  console.log(`\n── ${name} ${'─'.repeat(Math.max(0, 60 - name.length))}`);
  const { status, signal } = spawnSync(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (signal) console.log(`${name} was ended by ${signal}.`);
  return status;
}
