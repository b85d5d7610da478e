import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseTarGzip } from 'nanotar';

/** A published npm package, pinned by its contents. */
export interface PinnedPackage {
  name: string;
  version: string;
  /** SHA-512 of the tarball, base64, as the registry states it. */
  sha512: string;
}

/**
 * Files of an npm package, by their path inside it. The npm client fetches it (so its registry,
 * proxy and credentials hold); a copy in `cacheFolder` is used without asking anyone.
 *
 * @throws Error in plain words when it can't be had, or is not what was pinned.
 */
export async function fetchPackage(
  { name, version, sha512 }: PinnedPackage,
  cacheFolder: string,
): Promise<Map<string, Uint8Array>> {
  const tarball = join(cacheFolder, `${name}-${version}.tgz`);
  if (!existsSync(tarball)) pack(`${name}@${version}`, cacheFolder);
  const bytes = readFileSync(tarball);
  if (createHash('sha512').update(bytes).digest('base64') !== sha512) {
    rmSync(tarball);
    throw new Error(`${name}@${version} is not the package that was pinned (wrong SHA-512).`);
  }
  const files = await parseTarGzip(bytes);
  return new Map(files.flatMap(({ name: path, data }) => (data ? [[path, data]] : [])));
}

function pack(packageName: string, folder: string): void {
  mkdirSync(folder, { recursive: true });
  const args = ['pack', packageName, '--ignore-scripts', '--loglevel=error', '--pack-destination', folder];
  // Under `npm run` npm says where its own script is; a bare `npm` needs a shell on Windows.
  const script = process.env['npm_execpath'];
  const { status, stderr, error } = script?.endsWith('.js')
    ? spawnSync(process.execPath, [script, ...args], { encoding: 'utf8' })
    : spawnSync('npm', args, { encoding: 'utf8', shell: process.platform === 'win32' });
  if (status === 0) return;
  throw new Error(
    `${packageName} could not be fetched from the npm registry. It is needed once; connect and run this again.\n${error?.message ?? stderr}`.trim(),
  );
}
