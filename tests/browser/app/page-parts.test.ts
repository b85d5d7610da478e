import { describe, expect, it, vi } from 'vitest';
import { ownThresholds } from '../../../src/core/thresholds';
import '../../../src/app/classify/photo-card';
import '../../../src/app/device/backend-trials';
import '../../../src/app/models/model-card';
import type { BackendTrial } from '../../../src/core/classification';
import { decideVerdict, type Evidence } from '../../../src/core/verdict';
import type { ModelLibrary } from '../../../src/services/model-library';
import type { TrayItem } from '../../../src/services/tray-item';
import { evidenceFor, manifest } from '../../unit/services/stubs';
import { expectAccessible, findOne, mount, visibleText } from '../elements/support';

const itemWith = (evidence: Evidence): TrayItem =>
  ({
    id: '1',
    name: 'shape.jpg',
    state: 'done',
    verdict: decideVerdict(evidence, ownThresholds(manifest)),
    thumbnailUrl: null,
  }) as unknown as TrayItem;

describe('photo-card', () => {
  it.each(['match', 'unsure'] as const)(
    'says of a %s by a model without a bank what it cannot do',
    async (kind) => {
      const evidence = { ...evidenceFor(kind), familiarity: null };
      const card = await mount('photo-card', { item: itemWith(evidence) });
      expect(visibleText(card)).toMatch(/cannot judge unfamiliar photos/i);
      const button = findOne(card, '.open', HTMLButtonElement);
      expect(button.getAttribute('aria-label')).toContain('cannot judge unfamiliar photos');
      await expectAccessible(card);
    },
  );

  it('says nothing of the kind where there is a bank', async () => {
    const card = await mount('photo-card', { item: itemWith(evidenceFor('match')) });
    expect(visibleText(card)).not.toMatch(/cannot judge/i);
  });
});

describe('backend-trials', () => {
  const trial: BackendTrial = {
    backend: 'wasm',
    outcome: 'chosen',
    warmMs: 12,
    startMs: 300,
    goldenError: 0.00001,
    detail: '2 threads',
  };

  it('shows how far each way was off, and why one was refused', async () => {
    const detail = 'for test picture 7 it gives “cat” 0.123, where 0.900 is right';
    const trials: BackendTrial[] = [
      trial,
      { ...trial, backend: 'webgl', outcome: 'wrong-answers', goldenError: 0.777, detail },
      { ...trial, backend: 'webgpu', outcome: 'wrong-answers', goldenError: NaN, detail: '' },
      { ...trial, backend: 'cpu', outcome: 'not-needed', goldenError: null, detail: '' },
    ];
    const element = await mount('backend-trials', { trials });
    const rows = [...(element.shadowRoot?.querySelectorAll('tbody tr') ?? [])];
    const errors = rows.map((row) => row.querySelector('td small')?.textContent ?? null);
    expect(errors).toEqual([
      'off by less than 0.0001',
      'off by 0.7770',
      'an answer was no number',
      null,
    ]);
    expect(rows[1]?.textContent).toContain(detail);
    expect(rows[1]?.textContent).toContain('gave wrong answers: refused');
    await expectAccessible(element);
  });
});

describe('model-card', () => {
  it('reads the card when it is opened, and anew under another name', async () => {
    let text = '# Shapes\n\nThree of them';
    let reads = 0;
    const library = {
      find: () => null,
      readFiles: () => {
        reads += 1;
        return Promise.resolve([{ path: 'CARD.md', blob: new Blob([text]) }]);
      },
    } as unknown as ModelLibrary;
    const card = await mount('model-card', { library, model: 'shapes', name: 'Shapes' });
    expect(reads).toBe(0);
    findOne(card, 'details', HTMLDetailsElement).open = true;
    await vi.waitFor(() => expect(visibleText(card)).toMatch(/Shapes\s*Three/));
    await expectAccessible(card);
    text = '# Forms\n\nThree of them';
    card.name = 'Forms';
    await vi.waitFor(() => expect(visibleText(card)).toMatch(/Forms\s*Three/));
  });

  it('says so when there is no card', async () => {
    const library = {
      find: () => null,
      readFiles: () => Promise.resolve([]),
    } as unknown as ModelLibrary;
    const card = await mount('model-card', { library, model: 'shapes', name: 'Shapes' });
    findOne(card, 'details', HTMLDetailsElement).open = true;
    await vi.waitFor(() => expect(visibleText(card)).toContain('A part of the model is missing.'));
  });
});
