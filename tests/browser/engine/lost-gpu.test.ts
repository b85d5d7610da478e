import { backend } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { goldenImage } from '../../../src/core/golden';
import { Engine } from '../../../src/engine/engine';
import { FetchedFiles } from '../../../src/model/fetched-files';
import { ModelReader } from '../../../src/model/read-model';
import { workerHost } from '../../../src/worker/host';
import { fixtureModel } from './support';

/** The part of tfjs's WebGL backend that a test needs to take the GPU away. */
interface WebglBackend {
  gpgpu: { gl: WebGL2RenderingContext };
}

describe('a GPU that goes away', () => {
  it('is an error, not an answer of zeros', async () => {
    const engine = new Engine(workerHost);
    const files = new FetchedFiles(fixtureModel('tiny'));
    const bundle = await new ModelReader().read(files, 'bearings.json');
    await engine.open(bundle, 'webgl');
    const image = goldenImage(1, 16, 16);
    await expect(engine.run(image)).resolves.toBeDefined();
    const { gpgpu } = backend() as unknown as WebglBackend;
    gpgpu.gl.getExtension('WEBGL_lose_context')?.loseContext();
    await expect(engine.run(image)).rejects.toMatchObject({ code: 'engine-stopped' });
  });
});
