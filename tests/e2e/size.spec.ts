import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { measureSite, SHELL_BUDGET_BYTES, weigh } from '../../scripts/measure-site';
import { expect, test } from './site';

const dist = fileURLToPath(new URL('../../dist', import.meta.url));
const files = () => measureSite(dist);

test('the shell keeps to its budget', () => {
  expect(weigh(files(), 'shell')).toBeLessThanOrEqual(SHELL_BUDGET_BYTES);
});

test('the engine stays out of the shell', () => {
  expect(weigh(files(), 'engine')).toBeGreaterThan(100_000);
});

test('what opens other makers’ models stays out of the worker’s first scripts', () => {
  const names = readdirSync(`${dist}/assets`).filter((name) => name.endsWith('.js'));
  const found = new Set(names.filter((name) => name.startsWith('entry-')));
  expect(found.size).toBe(1);
  // A set's loop goes on to what is added on the way.
  for (const name of found) {
    const text = readFileSync(`${dist}/assets/${name}`, 'utf8');
    for (const [, to = ''] of text.matchAll(/(?:from|import)\s*["'`]\.\/([^"'`]+\.js)/g))
      found.add(to);
  }
  const first = [...found].join(' ');
  for (const part of ['layers-runner', 'open-tree', 'zip-core', 'inspect-', 'finish-model']) {
    expect(names.join(' ')).toContain(part);
    expect(first).not.toContain(part);
  }
});

test('recipes and sources of models stay at home', () => {
  const stray = files().filter(({ path }) => /recipe|\.py$|\.ts$/.test(path));
  expect(stray).toEqual([]);
});
