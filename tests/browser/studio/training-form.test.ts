import { describe, expect, it } from 'vitest';
import '../../../src/app/studio/train/training-form';
import type {
  SettingsChangeEvent,
  TrainingForm,
} from '../../../src/app/studio/train/training-form';
import { defaultTrainingSettings } from '../../../src/core/studio/training-settings';
import type { TuningCost } from '../../../src/core/training/tuning-cost';
import { expectAccessible, mount, visibleText } from '../elements/support';

const cost: TuningCost = { lookMs: 60_000, learnMs: 120_000, bytes: 3e7, obstacle: null };

function show(tuning: TuningCost | null, fineTunedBlocks = 0) {
  const settings = { ...defaultTrainingSettings, fineTunedBlocks };
  return mount('training-form', { settings, tuning, trunks: [{ id: 'mine', name: 'Mine' }] });
}

function findSwitch(form: TrainingForm): HTMLInputElement | null {
  return form.shadowRoot?.querySelector<HTMLInputElement>('[aria-describedby="tuning"]') ?? null;
}

/** The settings that a person's change asks for. */
function nextChange(form: TrainingForm) {
  return new Promise<SettingsChangeEvent['settings']>((resolve) =>
    form.addEventListener('settings-change', ({ settings }) => resolve(settings), { once: true }),
  );
}

describe('training-form', () => {
  it('offers to tune the last block, and says what that costs', async () => {
    const form = await show(cost);
    expect(visibleText(form)).toContain('Takes about 3 minutes');
    await expectAccessible(form);
    const changed = nextChange(form);
    findSwitch(form)?.click();
    expect(await changed).toMatchObject({ fineTunedBlocks: 1 });
  });

  it('says why it is not offered; what is on can still be turned off', async () => {
    const slow = await show({ ...cost, obstacle: 'too-slow' });
    expect(visibleText(slow)).toContain('Not on this device');
    expect(findSwitch(slow)?.disabled).toBe(true);
    await expectAccessible(slow);
    const large = await show({ ...cost, bytes: 3e8, obstacle: 'too-large' }, 1);
    expect(visibleText(large)).toContain('300 MB of memory');
    const changed = nextChange(large);
    findSwitch(large)?.click();
    expect(await changed).toMatchObject({ fineTunedBlocks: 0 });
  });

  it('is quiet about it on networks that have no such block, and turns it off with another', async () => {
    expect(findSwitch(await show(null))).toBeNull();
    const form = await show(cost, 1);
    const changed = nextChange(form);
    const select = form.shadowRoot?.querySelector('select');
    if (!select) throw new Error('no choice of networks');
    select.value = 'mine';
    select.dispatchEvent(new Event('change'));
    expect(await changed).toMatchObject({ trunk: { modelId: 'mine' }, fineTunedBlocks: 0 });
  });
});
