import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { BrowserCommand } from 'vitest/node';
import { otherHostCommands } from './other-host-commands';

/** What `bearings classify --json` prints for one photo, as far as tests compare it. */
interface NodeVerdict {
  file: string;
  kind: string;
  confidence: number;
  ranked: { label: string; probability: number }[];
}

const root = fileURLToPath(new URL('../../../', import.meta.url));
const shared = fileURLToPath(new URL('../../../../shared/fixtures/', import.meta.url));

/** Every so-many-th file of a folder of test photos, as paths below ../shared/fixtures. */
const listPhotos: BrowserCommand<[folder: string, count: number]> = (_, folder, count) => {
  const names = readdirSync(`${shared}${folder}`, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(shared.length))
    .sort();
  const step = names.length / count;
  return Array.from({ length: count }, (__, i) => names[Math.floor(i * step)]);
};

/** What the command line says of photos: the same engine, with sharp as its decoder. */
const classifyInNode: BrowserCommand<[model: string, photos: string[]]> = async (
  _,
  model,
  photos,
): Promise<NodeVerdict[]> => {
  const files = photos.map((photo) => `${shared}${photo}`);
  const command = [
    'bin/bearings.mjs',
    'classify',
    '--model',
    `models/${model}`,
    '--json',
    ...files,
  ];
  const { stdout } = await promisify(execFile)(process.execPath, command, { cwd: root });
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as NodeVerdict);
};

export const commands = { ...otherHostCommands, listPhotos, classifyInNode };

declare module 'vitest/browser' {
  interface BrowserCommands {
    listPhotos(folder: string, count: number): Promise<string[]>;
    classifyInNode(model: string, photos: string[]): Promise<NodeVerdict[]>;
  }
}
