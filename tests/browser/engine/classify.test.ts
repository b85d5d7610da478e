import { describe, expect, it } from 'vitest';
import type { ModelProgress } from '../../../src/core/classification';
import { createClient, drawFrame, drawPhoto, tinyModel } from './support';

describe('the classifier client', () => {
  it('opens a model and classifies a photo', async () => {
    const client = createClient();
    const stages: ModelProgress['stage'][] = [];
    const opened = await client.open(tinyModel, { onProgress: ({ stage }) => stages.push(stage) });
    expect(opened.manifest.id).toBe('tiny');
    expect(opened.device.backend).toBe('wasm');
    expect(new Set(stages)).toEqual(new Set(['download', 'start', 'check', 'ready']));

    const { classification, view } = await client.classify(await drawPhoto(), { withView: true });
    expect(view?.width).toBe(16);
    view?.close();
    expect(classification.evidence.ranked).toHaveLength(3);
    expect(classification.evidence.familiarity?.nearest).toHaveLength(3);
    expect(classification.photo).toMatchObject({
      type: 'image/png',
      size: { width: 320, height: 240 },
    });
    expect(classification.requests).toBe(0);
  });

  it('classifies a frame', async () => {
    const client = createClient();
    await client.open(tinyModel);
    const reply = await client.classifyFrame(await drawFrame());
    expect(reply?.classification.photo.type).toBe('image/x-frame');
  });
});
