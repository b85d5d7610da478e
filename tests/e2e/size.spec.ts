import { fileURLToPath } from 'node:url';
import { measureSite, SHELL_BUDGET_BYTES, weigh } from '../../scripts/measure-site';
import { expect, test } from './site';

const files = () => measureSite(fileURLToPath(new URL('../../dist', import.meta.url)));

test('the shell keeps to its budget', () => {
  expect(weigh(files(), 'shell')).toBeLessThanOrEqual(SHELL_BUDGET_BYTES);
});

test('the engine stays out of the shell', () => {
  expect(weigh(files(), 'engine')).toBeGreaterThan(100_000);
});

test('recipes and sources of models stay at home', () => {
  const stray = files().filter(({ path }) => /recipe|\.py$|\.ts$/.test(path));
  expect(stray).toEqual([]);
});
