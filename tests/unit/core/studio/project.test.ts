import { describe, expect, it } from 'vitest';
import {
  applyLabelChange,
  applySampleChange,
  invertChange,
} from '../../../../src/core/studio/change';
import { createProject } from '../../../../src/core/studio/create-project';
import { deleteLabel, findLabel, renameLabel } from '../../../../src/core/studio/edit-labels';
import { readProject, readSample } from '../../../../src/core/studio/read-project';
import { sampleOf } from './samples';

const project = createProject({ id: 'p', name: 'Bears', now: 7 });
const labels = [
  { id: 'a', name: 'grizzly' },
  { id: 'b', name: 'Black bear' },
];

describe('readProject', () => {
  it('gives back what this version wrote, through JSON and back', () => {
    expect(readProject(JSON.parse(JSON.stringify(project)))).toEqual(project);
  });

  it('fills in what an older one did not have, and keeps what fits', () => {
    const older = {
      version: 1,
      id: 'p',
      name: 'Bears',
      createdAt: 7,
      data: { split: { seed: 9 } },
    };
    const read = readProject(older);
    expect(read.data.split).toEqual({ ...project.data.split, seed: 9 });
    expect(read.training).toEqual(project.training);
    expect(readProject({ ...older, labels: 'none', data: 3 })).toMatchObject({
      labels: [],
      data: project.data,
    });
  });

  it('refuses what is no project and what a newer version wrote', () => {
    for (const value of [null, 3, [], {}, { version: 1, id: 'p' }]) {
      expect(() => readProject(value)).toThrow(
        expect.objectContaining({ code: 'project-damaged' }),
      );
    }
    expect(() => readProject({ ...project, version: 2 })).toThrow(
      expect.objectContaining({ code: 'project-too-new' }),
    );
    expect(() => readSample({ id: 'short' }, 'p')).toThrow(
      expect.objectContaining({ code: 'project-damaged' }),
    );
    expect(readSample({ id: 'f'.repeat(64), part: 'nowhere' }, 'q')).toMatchObject({
      part: 'train',
      projectId: 'q',
    });
  });
});

describe('labels', () => {
  const samples = [sampleOf(1), sampleOf(2, { labelId: 'b' })];

  it('are found whatever their capitals and hyphens', () => {
    expect(findLabel(labels, ' black-bear ')?.id).toBe('b');
    expect(findLabel(labels, 'panda')).toBeUndefined();
  });

  it('merge when one gets the other’s name', () => {
    expect(renameLabel(labels, samples, 'a', 'Brown  bear').labels[0]?.name).toBe('Brown bear');
    const merged = renameLabel(labels, samples, 'a', 'black bear');
    expect(merged.labels).toEqual([labels[1]]);
    expect(merged.samples.map(({ after }) => after?.labelId)).toEqual(['b']);
  });

  it('leave their photos without a label, or take them along', () => {
    expect(deleteLabel(labels, samples, 'a', 'keep').samples[0]?.after).toMatchObject({
      labelId: null,
    });
    expect(deleteLabel(labels, samples, 'a', 'delete').samples[0]?.after).toBeNull();
  });
});

describe('changes', () => {
  const before = sampleOf(1);
  const change = {
    id: 'c',
    projectId: 'p',
    at: 1,
    title: 'relabel 1 photo',
    samples: [{ before, after: { ...before, labelId: 'b' } }],
    labels: { before: labels, after: labels.slice(0, 1) },
  };

  it('taken back, leave alone what happened since', () => {
    const since = { ...before, labelId: 'b', part: 'test' as const };
    const [undone] = invertChange(change).samples;
    expect(undone && applySampleChange(since, undone)).toEqual({ ...before, part: 'test' });
  });

  it('bring back a deleted photo and a deleted label, and keep labels that came since', () => {
    const [undone] = invertChange({ ...change, samples: [{ before, after: null }] }).samples;
    expect(undone && applySampleChange(null, undone)).toEqual(before);
    const fresh = { id: 'n', name: 'new' };
    const now = applyLabelChange([...labels, fresh], change.labels);
    expect(now).toEqual([labels[0], fresh]);
    const back = invertChange(change).labels;
    expect(back && applyLabelChange(now, back)).toEqual([labels[0], labels[1], fresh]);
  });
});
