import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** The build leaves controls of Web Awesome out (`scripts/build/without-unused-controls.ts`). */
const sources = readdirSync('src', { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
  .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));

test('no page uses a control that the build leaves out', () => {
  const used = sources.flatMap((text) =>
    [...text.matchAll(/@awesome\.me\/webawesome\/dist\/components\/([a-z-]+)\//g)].map(
      ([, name = '']) => name,
    ),
  );
  expect(new Set(used)).toEqual(new Set(['slider', 'dialog', 'switch']));
});

test('no dialog has a header, and no slider a tooltip', () => {
  const dialogs = sources.flatMap((text) => text.match(/<wa-dialog\b[\s\S]*?@/g) ?? []);
  expect(dialogs.length).toBeGreaterThan(0);
  for (const dialog of dialogs) expect(dialog).toContain('without-header');
  const sliders = sources.flatMap((text) => text.match(/<wa-slider\b[\s\S]*?<\/wa-slider>/g) ?? []);
  expect(sliders.length).toBeGreaterThan(0);
  for (const slider of sliders) expect(slider).not.toMatch(/with-?tooltip/i);
});
