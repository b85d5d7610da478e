import { describe, expect, it } from 'vitest';
import { settleDesign } from '../../../../src/core/export/app-identity';
import { contrast, readableOn, standOut } from '../../../../src/core/export/colours';
import { defaultAppDesign } from '../../../../src/core/studio/app-design';

const model = { id: 'bears', name: 'Bears of the north', summary: 'Tells bears apart.' };

describe('settleDesign', () => {
  it('names an app after its model where nothing was said', () => {
    expect(settleDesign(defaultAppDesign, model)).toMatchObject({
      id: 'bears',
      name: 'Bears of the north',
      // Twelve letters would be "Bears of the".
      shortName: 'Bears',
      description: 'Tells bears apart.',
      iconText: 'B',
    });
  });

  it('keeps what was said, and nothing that is no colour', () => {
    const design = { ...defaultAppDesign, name: ' 👩‍🌾 Farm ', themeColour: 'red;}' };
    const settled = settleDesign(design, model);
    expect(settled.name).toBe('👩‍🌾 Farm');
    // One sign as a person sees it, though it is several characters.
    expect(settled.iconText).toBe('👩‍🌾');
    expect(settled.themeColour).toBe('#17402f');
  });

  it('cuts one long word where phones would', () => {
    const design = { ...defaultAppDesign, name: 'Rindfleischetikettierung' };
    expect(settleDesign(design, model).shortName).toBe('Rindfleische');
  });
});

describe('colours', () => {
  it('measures contrast as WCAG does', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
    expect(contrast('#ffffff', '#777777')).toBeCloseTo(4.48, 2);
  });

  it('writes black on bright colours and white on dark ones', () => {
    expect(readableOn('#ffee00')).toBe('#000000');
    expect(readableOn('#17402f')).toBe('#ffffff');
  });

  it('changes a colour only as far as it must to stand out', () => {
    expect(standOut('#17402f', '#eef1e9', 3)).toBe('#17402f');
    const lighter = standOut('#17402f', '#111815', 3);
    expect(contrast(lighter, '#111815')).toBeGreaterThanOrEqual(3);
    expect(contrast(lighter, '#111815')).toBeLessThan(4.5);
  });
});
