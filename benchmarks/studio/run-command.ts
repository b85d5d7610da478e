import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { cacheFolder, root } from '../../scripts/models/paths';

/** What `bearings train` says of its model. */
export interface CommandRun {
  accuracy: { train: number | null; valid: number | null; test: number | null };
  rounds: number;
  totalMs: number;
}

/** Trains with the command on a folder `part/label/photo`. */
export async function runCommand(folder: string, seed: number): Promise<CommandRun> {
  const out = join(cacheFolder, 'bench-studio/model');
  const args = ['train', '--data', folder, '--out', out, '--seed', `${seed}`, '--json'];
  const startedAt = performance.now();
  const text = await run(join(root, 'bin/bearings.mjs'), args);
  const { accuracy, rounds } = JSON.parse(text.trim().split('\n').at(-1) ?? '') as CommandRun;
  return { accuracy, rounds, totalMs: performance.now() - startedAt };
}

function run(script: string, args: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, ...args], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
    child.on('error', reject);
    child.on('close', (status) => {
      if (status === 0) resolve(text);
      else reject(new Error(`bearings train ended with ${status}: ${text}`));
    });
  });
}
