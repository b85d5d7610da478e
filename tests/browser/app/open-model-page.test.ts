import { beforeEach, describe, expect, it, vi } from 'vitest';
import '../../../src/app/open-model/open-model-page';
import type { OpenModelPage } from '../../../src/app/open-model/open-model-page';
import type { AppServices } from '../../../src/app/services';
import { ClassifierError } from '../../../src/core/errors';
import { ImportSession } from '../../../src/services/import-session';
import { ModelSession } from '../../../src/services/model-session';
import { Notices } from '../../../src/services/notices';
import { Settings } from '../../../src/services/settings';
import { MemoryValueStore } from '../../../src/store/memory-store';
import { draft, diagnosis, StubImporter, stubLibrary } from '../../unit/services/import-stubs';
import { manifest, StubClassifier } from '../../unit/services/stubs';
import { expectAccessible, findAll, findOne, mount, visibleText } from '../elements/support';

const files = [{ path: 'model.json', blob: new Blob(['{}']) }];

describe('open-model-page', () => {
  let importer: StubImporter;
  let services: AppServices;
  let page: OpenModelPage;

  beforeEach(async () => {
    importer = new StubImporter();
    const library = stubLibrary();
    const settings = new Settings(new MemoryValueStore(), () => undefined);
    const classifier = new StubClassifier();
    const session = new ModelSession(classifier, settings, library);
    const imports = new ImportSession({ importer, library });
    const parts = { classifier, settings, library, session, importer, imports };
    // The page uses these services alone.
    services = { ...parts, notices: new Notices() } as unknown as AppServices;
    page = await mount('open-model-page', { services });
  });

  const shown = () => visibleText(page).replace(/\s+/g, ' ');
  const press = (name: RegExp) => {
    const button = findAll(page.shadowRoot ?? page, 'button').find((one) =>
      name.test(one.getAttribute('aria-label') ?? one.textContent),
    );
    if (!(button instanceof HTMLButtonElement)) throw new Error(`no button ${String(name)}`);
    button.click();
  };

  it('says what opens, and takes an address', async () => {
    expect(shown()).toContain('Teachable Machine');
    expect(shown()).toContain('Azure Custom Vision');
    press(/Fetch it/);
    await vi.waitFor(() => expect(shown()).toContain('Paste an address first.'));
    await expectAccessible(page);
  });

  it('shows a refusal: what it is, what to do, details one click away', async () => {
    importer.inspect = () => Promise.reject(new ClassifierError('model-is-h5', 'model.h5'));
    await services.imports.open('model.h5', files);
    const refusal = new ClassifierError('model-is-h5');
    await vi.waitFor(() => expect(shown()).toContain(refusal.message));
    expect(shown()).toContain('tensorflowjs_converter --input_format=keras');
    expect(shown()).not.toContain('model-is-h5');
    await expectAccessible(page);
    press(/Choose something else/);
    await vi.waitFor(() => expect(shown()).toContain('Drop your model here'));
  });

  it('shows the contract, certain or guessed, in words', async () => {
    await services.imports.open('mine.zip', files);
    await vi.waitFor(() => expect(shown()).toContain('This is a Keras layers model'));
    await vi.waitFor(() => expect(shown()).toContain('A guess'));
    expect(shown()).toContain('Guessed: how brightness is counted, colours');
    expect(shown()).toContain('Certain');
    await expectAccessible(page);
  });

  it('does not go on without labels, and says so', async () => {
    const labels = { value: [], from: 'guess' as const };
    importer.inspect = () => Promise.resolve({ ...draft, contract: { ...draft.contract, labels } });
    await services.imports.open('mine.zip', files);
    await vi.waitFor(() => expect(shown()).toContain('First: labels.'));
    const keep = findAll(page.shadowRoot ?? page, 'button.primary').at(-1);
    expect(keep).toHaveProperty('disabled', true);
    const area = findOne(page, 'textarea', HTMLTextAreaElement);
    area.value = 'a\nb\nc';
    area.dispatchEvent(new Event('change'));
    await vi.waitFor(() => expect(keep).toHaveProperty('disabled', false));
  });

  it('shows what the doctor found, with the numbers one click away', async () => {
    await services.imports.open('mine.zip', files);
    importer.diagnose = () => Promise.resolve(diagnosis);
    await services.imports.diagnose([]);
    await vi.waitFor(() => expect(shown()).toContain('One way is clearly the best.'));
    expect(shown()).not.toContain('log-likelihood');
    expect(shown()).toContain('Measured');
    expect(shown()).toMatch(/perhaps [^%]*\(70 %\): these photos cannot tell/);
    await expectAccessible(page);
  });

  it('looks for features where somebody who knows says', async () => {
    await services.imports.open('mine.zip', files);
    await vi.waitFor(() => expect(shown()).toContain('This is a Keras layers model'));
    const asked: unknown[] = [];
    importer.inspect = (_handed, options) => {
      asked.push(options?.taps);
      return Promise.resolve(draft);
    };
    const other = findAll(page.shadowRoot ?? page, '#other')[0];
    if (!(other instanceof HTMLInputElement)) throw new Error('no field for another place');
    other.value = ' block_13/pool ';
    press(/Look there/);
    await vi.waitFor(() => expect(asked).toEqual([{ features: 'block_13/pool' }]));
  });

  it('keeps the model, and says what is lost without photos', async () => {
    await services.imports.open('mine.zip', files);
    await services.imports.finish();
    await vi.waitFor(() => expect(shown()).toContain('Go on without'));
    // A new step begins at its beginning, for ears too.
    await vi.waitFor(() =>
      expect(page.shadowRoot?.activeElement?.getAttribute('aria-label')).toBe('Make it honest'),
    );
    await expectAccessible(page);
    press(/Go on without/);
    await vi.waitFor(() => expect(shown()).toContain('Classify with it'));
    // The stub's store is memory, as in a private window.
    expect(shown()).toContain('It works until you close this page.');
    expect(shown()).toContain('It has no reference photos');
    await expectAccessible(page);
  });

  it('asks for no photos where a model brings its reference photos along', async () => {
    const { finish } = importer;
    importer.finish = async (job, options) => {
      const finished = await finish(job, options);
      return { ...finished, manifest: { ...finished.manifest, detector: manifest.detector } };
    };
    await services.imports.open('mine.zip', files);
    await services.imports.finish();
    await vi.waitFor(() => expect(shown()).toContain('Classify with it'));
    const count = manifest.detector?.bankLabels.length ?? NaN;
    expect(shown()).toContain(`It knows ${count} reference photo`);
    expect(shown()).not.toContain('Go on without');
    await expectAccessible(page);
    press(/Open another model/);
    await vi.waitFor(() => expect(shown()).toContain('Drop your model here'));
  });
});
