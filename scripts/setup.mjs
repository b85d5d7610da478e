/**
 * Brings a clone into a runnable state: dependencies as the lock file says. Does
 * nothing, and needs no network, when they are there. Node's own modules only.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
const MIN_NODE = [20, 19];

/** Installs what is missing. Ends the process with a plain sentence when that fails. */
export function setUp() {
  checkNode();
  if (!areDependenciesInstalled()) {
    console.log('Installing dependencies (once; needs the npm registry) …');
    runNpm(['ci', '--no-audit', '--no-fund'], 'The dependencies could not be installed.');
  }
}

/** Prints a sentence and ends with an exit code of 1. */
export function fail(sentence) {
  console.error(`\n${sentence}`);
  process.exit(1);
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > MIN_NODE[0] || (major === MIN_NODE[0] && minor >= MIN_NODE[1])) return;
  fail(`Bearings needs Node ${MIN_NODE.join('.')} or newer; this is ${process.versions.node}.`);
}

/**
 * Whether node_modules holds what package-lock.json asks for, by npm's own record of what it
 * installed. Optional packages are for other systems and may be missing.
 */
function areDependenciesInstalled() {
  const record = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(record)) return false;
  const wanted = readPackages(join(root, 'package-lock.json'));
  const installed = readPackages(record);
  return Object.entries(wanted).every(
    ([path, { version, optional }]) =>
      path === '' || optional || installed[path]?.version === version,
  );
}

function readPackages(path) {
  return JSON.parse(readFileSync(path, 'utf8')).packages;
}

function runNpm(args, failure) {
  const { command, prefix } = findNpm();
  const { status } = spawnSync(command, [...prefix, ...args], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) {
    fail(
      `${failure} This first time it needs a connection to the npm registry; the message above says more. Run the same command again when it is there.`,
    );
  }
}

/** npm as a script for this Node: on Windows a plain `npm` cannot be spawned without a shell. */
function findNpm() {
  const candidates = [
    process.env.npm_execpath,
    join(dirname(process.execPath), 'node_modules/npm/bin/npm-cli.js'),
    join(dirname(process.execPath), '../lib/node_modules/npm/bin/npm-cli.js'),
  ];
  const script = candidates.find((path) => path?.endsWith('.js') && existsSync(path));
  return script ? { command: process.execPath, prefix: [script] } : { command: 'npm', prefix: [] };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) setUp();
