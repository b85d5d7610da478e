import { describe, expect, it } from 'vitest';
import type { Contract } from '../../../src/core/contract';
import { usualScales } from '../../../src/core/scale';
import { type DraftParts, draftManifest, nameLabels } from '../../../src/core/draft-manifest';
import type { NetworkFindings } from '../../../src/core/network-findings';

const contract: Contract = {
  labels: { value: ['Peace', 'Stop', 'Thumbs up'], from: 'read' },
  size: { value: { width: 224, height: 224 }, from: 'maker' },
  fit: { value: 'crop', from: 'maker' },
  channels: { value: 'rgb', from: 'maker' },
  layout: { value: 'nhwc', from: 'read' },
  scale: { value: usualScales['-1…1.008'], from: 'maker' },
  orientation: { value: 'as-stored', from: 'maker' },
  output: { value: 'probabilities', from: 'maker' },
};

const findings: NetworkFindings = {
  kind: 'tfjs-layers',
  units: 3,
  output: { value: 'probabilities', from: 'measured' },
  taps: { output: null, logits: null, features: { node: 'pool', length: 1280 } },
  candidates: [],
  golden: [
    { seed: 1, answer: [0.1, 0.7, 0.2], logits: [0.1, 0.7, 0.2].map(Math.log), features: null },
  ],
  backend: 'wasm',
  memoryBytes: 1,
  notes: [],
};

const part = { path: 'model.json', bytes: 10, sha256: 'a'.repeat(64) };

function draft(changes: Partial<DraftParts> = {}) {
  return draftManifest({
    id: 'hand-signs',
    model: { name: 'Hand signs', formatName: 'Teachable Machine image model', notes: [] },
    contract,
    findings,
    files: { model: part, weights: [{ ...part, path: 'weights.bin' }] },
    ...changes,
  });
}

describe('draftManifest', () => {
  it('states what is known, how sure it is, and that nothing else is', () => {
    const manifest = draft();
    expect(manifest.labels).toEqual(['Peace', 'Stop', 'Thumbs up']);
    expect(manifest.input).toEqual({
      width: 224,
      height: 224,
      fit: 'crop',
      channels: 'rgb',
      layout: 'nhwc',
      scale: usualScales['-1…1.008'],
      orientation: 'as-stored',
    });
    expect(manifest.contract).toMatchObject({ labels: 'read', fit: 'maker', output: 'measured' });
    expect(manifest.network).toMatchObject({ kind: 'tfjs-layers', units: 3, features: { length: 1280 } }); // prettier-ignore
    expect(manifest).toMatchObject({ calibration: null, detector: null, evaluation: null });
    expect(manifest.licence).toBe('Not stated.');
    expect(manifest.provenance.trainedOn).toBe('Not stated.');
  });

  it('pins what the network said, the most probable label first', () => {
    expect(draft().golden).toEqual([
      { seed: 1, labels: [1, 2, 0], probabilities: [0.7, 0.2, 0.1] },
    ]);
  });

  it('reads the answer as the user says it is, but not a node before softmax', () => {
    const output: Contract['output'] = { value: 'logits', from: 'chosen' };
    const chosen = { ...contract, output };
    const answer = [0, 0, Math.log(2)];
    const golden = [{ seed: 1, answer, logits: [9, 0, 0], features: null }];
    expect(draft({ contract: chosen, golden }).golden[0]?.probabilities).toEqual([0.5, 0.25, 0.25]);
    const tapped = { ...findings, taps: { ...findings.taps, logits: 'dense' } };
    const pinned = draft({ contract: chosen, golden, findings: tapped }).golden[0];
    expect(pinned?.labels).toEqual([0, 1, 2]);
  });

  it('makes two labels of one sigmoid unit', () => {
    const sigmoid: NetworkFindings = {
      ...findings,
      units: 1,
      output: { value: 'sigmoid', from: 'measured' },
      golden: [{ seed: 1, answer: [0.25], logits: [-Math.log(3)], features: null }],
    };
    const labels: Contract['labels'] = { value: [], from: 'guess' };
    const manifest = draft({ findings: sigmoid, contract: { ...contract, labels } });
    expect(manifest.labels).toEqual(['Class 1', 'Class 2']);
    expect(manifest.contract?.labels).toBe('guess');
    expect(manifest.golden[0]).toEqual({ seed: 1, labels: [0, 1], probabilities: [0.75, 0.25] });
  });

  it('believes the user before the measurement, and the measurement before the maker', () => {
    const chosen: Contract = { ...contract, output: { value: 'logits', from: 'chosen' } };
    expect(draft({ contract: chosen }).output).toBe('logits');
    const habit: Contract = { ...contract, output: { value: 'logits', from: 'maker' } };
    expect(draft({ contract: habit }).output).toBe('probabilities');
  });

  it('asks less of a model with many labels', () => {
    const many = {
      ...findings,
      units: 200,
      golden: [{ seed: 1, answer: [], logits: new Array<number>(200).fill(0), features: null }],
    };
    const unnamed: Contract = { ...contract, labels: { value: [], from: 'guess' } };
    const manifest = draft({ findings: many, contract: unnamed });
    expect(manifest.thresholds.confidence).toBe(0.5);
    expect(draft().thresholds).toEqual({ confidence: 0.8, falseAlarmRate: 0.05 });
    expect(manifest.golden[0]?.labels).toHaveLength(5);
  });

  it('says what was repaired', () => {
    const model = { name: 'x', formatName: 'Keras layers model', notes: ['A key was renamed.'] };
    expect(draft({ model }).provenance.madeWith).toContain('A key was renamed.');
  });

  it('refuses labels that do not fit the outputs, and golden outputs that are no numbers', () => {
    const labels: Contract['labels'] = { value: ['a', 'b'], from: 'read' };
    expect(() => draft({ contract: { ...contract, labels } })).toThrow(
      expect.objectContaining({
        code: 'model-output-unexpected',
        detail: '2 labels for 3 outputs',
      }),
    );
    const golden = [{ seed: 1, answer: [NaN, 0, 0], logits: [NaN, 0, 0], features: null }];
    expect(() => draft({ golden })).toThrow(expect.objectContaining({ code: 'result-not-finite' }));
  });
});

describe('nameLabels', () => {
  it('numbers what has no name and keeps what has one', () => {
    expect(nameLabels({ value: ['cat', ' ', ''], from: 'read' }, 3)).toEqual({
      value: ['cat', 'Class 2', 'Class 3'],
      from: 'read',
    });
  });
});
