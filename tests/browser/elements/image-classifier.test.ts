import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ClassifierError } from '../../../src/core/errors';
import '../../../src/elements';
import type { ImageClassifier } from '../../../src/elements';
import { manifest, opened, photoOf, StubClassifier } from '../../unit/services/stubs';
import { expectAccessible, findAll, findOne, mount, nextEvent, visibleText } from './support';

describe('<image-classifier>', () => {
  let client: StubClassifier;

  beforeEach(() => {
    client = new StubClassifier();
  });

  function make(properties: Partial<ImageClassifier> = {}): Promise<ImageClassifier> {
    return mount('image-classifier', {
      client,
      model: '/models/bears/bearings.json',
      ...properties,
    });
  }

  it('asks for a photo, and is accessible while it waits', async () => {
    const element = await make();
    expect(visibleText(element)).toContain('Drop a photo here');
    expect(element.status).toBe('empty');
    await expectAccessible(element);
  });

  it.each(['match', 'unsure', 'out-of-domain'] as const)('shows %s accessibly', async (kind) => {
    const element = await make();
    const verdict = await element.classify(photoOf(kind).file);
    await element.updateComplete;
    expect(verdict.kind).toBe(kind);
    expect(element.verdict).toEqual(verdict);
    expect(element.matches(':state(unsure)')).toBe(kind === 'unsure');
    expect(element.matches(':state(out-of-domain)')).toBe(kind === 'out-of-domain');
    await expectAccessible(element);
  });

  it('shows no label when out of domain, unless asked', async () => {
    const element = await make();
    await element.classify(photoOf('out-of-domain').file);
    await element.updateComplete;
    await vi.waitFor(() =>
      expect(visibleText(element)).toContain('doesn’t look like anything I was trained on'),
    );
    expect(visibleText(element).toLowerCase()).not.toContain('grizzly');
    const guess = findOne(element, 'details.guess', HTMLDetailsElement);
    guess.open = true;
    expect(visibleText(guess)).toMatch(/Grizzly bear, 95 %.*Not to be trusted/);
  });

  it('says on every verdict that a model without a bank cannot judge unfamiliar photos', async () => {
    client.openResult = () =>
      Promise.resolve({ ...opened, manifest: { ...manifest, detector: null } });
    const answer = client.classify.bind(client);
    client.classify = async (photo, options) => {
      const reply = await answer(photo, options);
      const { classification } = reply;
      const evidence = { ...classification.evidence, familiarity: null };
      return { ...reply, classification: { ...classification, evidence } };
    };
    const element = await make();
    await element.classify(photoOf('match').file);
    await vi.waitFor(() => expect(visibleText(element)).toContain('has no reference photos'));
  });

  it('fires its events, as classes, across shadow roots', async () => {
    const element = await make();
    const load = nextEvent(document, 'classifier-load');
    const result = nextEvent(document, 'classifier-result');
    await element.classify(photoOf('match').file);
    expect((await load).type).toBe('classifier-load');
    expect((await result).verdict.kind).toBe('match');
  });

  it('lets the newest call win', async () => {
    const element = await make();
    await element.load();
    client.held = true;
    const old = element.classify(photoOf('match').file);
    const refused = expect(old).rejects.toMatchObject({ code: 'cancelled' });
    await vi.waitFor(() => expect(client.asked).toHaveLength(1));
    const fresh = element.classify(photoOf('unsure').file);
    await vi.waitFor(() => expect(client.asked).toHaveLength(2));
    client.release();
    await refused;
    expect((await fresh).kind).toBe('unsure');
    expect(element.verdict?.kind).toBe('unsure');
  });

  it('gives up when it is removed', async () => {
    const element = await make();
    await element.load();
    client.held = true;
    const call = element.classify(photoOf('match').file);
    const refused = expect(call).rejects.toMatchObject({ code: 'cancelled' });
    await vi.waitFor(() => expect(client.asked).toHaveLength(1));
    element.remove();
    client.release();
    await refused;
    expect(element.verdict).toBeNull();
  });

  it('obeys a signal', async () => {
    const element = await make();
    const call = element.classify(photoOf('match').file, { signal: AbortSignal.abort() });
    await expect(call).rejects.toMatchObject({ code: 'cancelled' });
    expect(element.error).toBeNull();
  });

  it('shows a failure with its way on, and can be tried again', async () => {
    client.openResult = () => Promise.reject(new ClassifierError('model-part-missing', 'stub'));
    const element = await make();
    const failed = nextEvent(element, 'classifier-error');
    await expect(element.classify(photoOf('match').file)).rejects.toThrow();
    expect((await failed).code).toBe('model-part-missing');
    await element.updateComplete;
    expect(element.matches(':state(error)')).toBe(true);
    expect(visibleText(element)).toContain('A part of the model is missing.');
    await expectAccessible(element);
    client.openResult = () => Promise.resolve(opened);
    expect((await element.classify(photoOf('match').file)).kind).toBe('match');
    expect(element.error).toBeNull();
  });

  it('classifies what is put into source', async () => {
    const element = await make();
    const result = nextEvent(element, 'classifier-result');
    element.source = photoOf('unsure').file;
    expect((await result).verdict.kind).toBe('unsure');
  });

  it('fires classifier-correct only when a person says so', async () => {
    const element = await make();
    const heard = vi.fn();
    element.addEventListener('classifier-correct', heard);
    await element.classify(photoOf('match').file);
    await element.updateComplete;
    expect(heard).not.toHaveBeenCalled();
    const corrected = nextEvent(element, 'classifier-correct');
    await vi.waitFor(() => findOne(element, 'form', HTMLFormElement));
    const form = findOne(element, 'form', HTMLFormElement);
    findOne(element, 'select', HTMLSelectElement).value = 'black bear';
    form.requestSubmit();
    expect(await corrected).toMatchObject({ from: 'grizzly bear', to: 'black bear' });
    await vi.waitFor(() => expect(visibleText(element)).toContain('You said: black bear'));
  });

  it('draws the lines where it is told, at once', async () => {
    const element = await make();
    await element.classify(photoOf('match').file);
    element.thresholds = { confidence: 0.99, falseAlarmRate: 0.05 };
    await vi.waitFor(() => expect(element.verdict?.kind).toBe('unsure'));
    expect(client.asked).toHaveLength(1);
  });

  it('takes the coverage as an attribute and judges anew by it, without running the model', async () => {
    const element = await make();
    await element.classify(photoOf('match').file);
    expect(element.verdict?.kind).toBe('match');
    // The second label's p-value is 0.05: in the set above 95 %.
    element.setAttribute('coverage', '0.97');
    await vi.waitFor(() => expect(element.verdict).toMatchObject({ kind: 'unsure', setSize: 2 }));
    element.removeAttribute('coverage');
    await vi.waitFor(() => expect(element.verdict?.kind).toBe('match'));
    expect(client.asked).toHaveLength(1);
  });

  it('always has its slots, whatever it shows', async () => {
    const element = await make();
    const names = findAll(element.shadowRoot ?? element, 'slot').map(
      (slot) => slot.slot || slot.getAttribute('name') || '',
    );
    for (const name of ['', 'preview', 'result', 'unsure', 'out-of-domain', 'error']) {
      expect(names).toContain(name);
    }
  });

  it('can do without picker and preview', async () => {
    const element = await make({ withoutPicker: true, withoutPreview: true });
    expect(findOne(element, 'drop-zone', HTMLElement).hidden).toBe(true);
    await element.classify(photoOf('match').file);
    expect(findOne(element, '.preview', HTMLElement).hidden).toBe(true);
  });

  it('goes back to the start', async () => {
    const element = await make();
    await element.classify(photoOf('match').file);
    element.reset();
    expect(element.verdict).toBeNull();
    expect(element.status).toBe('ready');
  });
});
