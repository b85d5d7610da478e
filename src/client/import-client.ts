import type { ClassifierClient } from './classifier-client';
import { listenWith } from './listen-with';
import type { ModelImporter } from './model-importer';

/** Opens somebody else's models over the classifier's worker: one queue, cancel, and a new worker. */
export class ImportClient implements ModelImporter {
  constructor(private readonly client: Pick<ClassifierClient, 'request'>) {}

  inspect: ModelImporter['inspect'] = (handed, { signal, onProgress, taps } = {}) =>
    this.client.request(
      (remote, requestId) =>
        remote.inspectModel(
          { requestId, handed, ...(taps ? { taps } : {}) },
          listenWith(onProgress),
        ),
      signal,
    );

  preview: ModelImporter['preview'] = (photo, contract, { signal } = {}) =>
    this.client.request(
      (remote, requestId) => remote.previewPhoto({ requestId, photo, contract }),
      signal,
    );

  diagnose: ModelImporter['diagnose'] = (work, { signal, onProgress } = {}) =>
    this.client.request(
      (remote, requestId) => remote.diagnoseModel({ requestId, ...work }, listenWith(onProgress)),
      signal,
    );

  finish: ModelImporter['finish'] = (work, { signal, onProgress } = {}) =>
    this.client.request(
      (remote, requestId) => remote.finishModel({ requestId, ...work }, listenWith(onProgress)),
      signal,
    );

  makeHonest: ModelImporter['makeHonest'] = (work, { signal, onProgress } = {}) =>
    this.client.request(
      (remote, requestId) => remote.makeModelHonest({ requestId, ...work }, listenWith(onProgress)),
      signal,
    );

  readSamples: ModelImporter['readSamples'] = (handed, { signal, onProgress } = {}) =>
    this.client.request(
      (remote, requestId) => remote.readSamples({ requestId, handed }, listenWith(onProgress)),
      signal,
    );

  zip: ModelImporter['zip'] = (files, { signal } = {}) =>
    this.client.request((remote, requestId) => remote.zipModel({ requestId, files }), signal);
}
