import type { Locator, Page } from '@playwright/test';
import { expect, test } from './site';
import { makeLabelFolder } from './studio-photos';

const EACH = 16;
/** Training looks at every photo several times. */
const TRAINING_MS = 240_000;

async function openTab(page: Page, name: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Project' }).getByRole('link', { name }).click();
}

/** How many photos a label has, by the list beside the photos. */
function labelCount(page: Page, name: string) {
  return page.locator('label-list').getByRole('button', { name: new RegExp(`^${name}`) });
}

/** The digit that gives selected photos a label. */
async function keyOf(place: Locator, label: string): Promise<string> {
  const options = place.getByRole('combobox', { name: 'Label as' }).locator('option');
  const names = await options.evaluateAll((all) => all.map((one) => one.textContent));
  return `${names.findIndex((name) => name.endsWith(label))}`;
}

test('mistakes are opened, put right, undone over tabs and labels, and learnt from', async ({
  page,
  site,
}) => {
  test.setTimeout(900_000);
  const folder = await makeLabelFolder('to-clean', EACH);
  await page.goto(`${site.url}#/studio`);
  await page.getByRole('textbox', { name: 'Name' }).fill('To clean');
  await page.getByRole('button', { name: 'Create' }).click();
  await page.locator('import-panel input.folder').first().setInputFiles(folder);
  await expect(page.locator('import-panel')).toContainText(/photos added from/, {
    timeout: 200_000,
  });

  // One label is wrong from the start: a boat among the cats.
  await labelCount(page, 'boats').click();
  await page.getByRole('listbox').focus();
  await page.keyboard.press('Space');
  await page.keyboard.press(await keyOf(page.locator('data-page'), 'cat'));
  await expect(labelCount(page, 'cat')).toContainText(`${EACH + 1}`);

  await openTab(page, 'Train');
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Train again' })).toBeVisible({
    timeout: TRAINING_MS,
  });

  // Clean finds it, by heads that never learnt from it.
  await openTab(page, 'Clean');
  // A person gave the label, so their word stands until they ask.
  await page.getByRole('checkbox', { name: /looked at too/ }).check();
  await expect(page.locator('clean-page photo-grid .cell')).toHaveCount(1, { timeout: 60_000 });
  await expect(page.locator('clean-page .cell')).toContainText('boats?');

  // Look: the cell of what was taken for what opens its photos.
  await openTab(page, 'Look');
  await page.getByRole('radio', { name: /^Training and validation/ }).check();
  const cell = page.getByRole('button', { name: /photos: boats, told rightly/ });
  const told = Number.parseInt((await cell.getAttribute('aria-label')) ?? '', 10);
  await cell.click();
  const panel = page.locator('confusion-panel');
  await expect(panel.locator('.cell')).toHaveCount(told);
  await panel.getByRole('listbox').focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Shift+ArrowRight');
  await expect(panel.getByText('3 photos selected')).toBeVisible();
  await page.keyboard.press(await keyOf(panel, 'cat'));
  await expect(panel.locator('.cell')).toHaveCount(told - 3);
  await expect(page.getByText(/^Since this run: 3 photos relabelled/)).toBeVisible();

  // The history is the project's: taken back on another tab, with another label shown.
  await openTab(page, 'Photos');
  await labelCount(page, 'cat').click();
  await expect(labelCount(page, 'cat')).toContainText(`${EACH + 4}`);
  await page.getByRole('button', { name: /^Undo: relabel 3 photos/ }).click();
  await expect(labelCount(page, 'cat')).toContainText(`${EACH + 1}`);
  // It outlives the page.
  await page.reload();
  await page.getByRole('button', { name: /^Undo: relabel 1 photo/ }).click();
  await expect(labelCount(page, 'cat')).toContainText(`${EACH}`);

  // Retrained in place; what was seen in the photos is remembered.
  await openTab(page, 'Clean');
  await page.getByRole('button', { name: 'Retrain' }).click();
  await expect(page.getByRole('combobox', { name: 'Run' }).locator('option')).toHaveCount(2, {
    timeout: TRAINING_MS,
  });
  await expect(page.getByText('No label looks wrong here')).toBeVisible({ timeout: 60_000 });
  await openTab(page, 'Look');
  await expect(page.locator('compare-panel')).toContainText('that both judged');

  // What to do follows from the labels.
  await openTab(page, 'Actions');
  await page.getByRole('textbox', { name: 'cat' }).fill('Feed it');
  await page.getByRole('textbox', { name: 'boats' }).fill('Wave');
  await page.getByRole('textbox', { name: 'boats' }).blur();
  await expect(page.locator('plan-effect')).toContainText('What it would have cost');
  await page.reload();
  await expect(page.getByRole('textbox', { name: 'cat' })).toHaveValue('Feed it');
});
