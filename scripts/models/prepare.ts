/**
 * `npm run models:prepare`: makes the shared trunk's weights, which are not committed, from a
 * published package, and checks them against the fingerprints in `models/trunk/trunk.json`. Does
 * nothing, and needs no network, when they are there. `--pin` writes the fingerprints instead.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FilePart, parseTrunk, type TrunkSpec } from '../../src/core/manifest';
import { convertTrunk, sourceFolder, sourcePackage, trunkCut, type TrunkFiles } from './convert-trunk';
import { fetchPackage } from './fetch-package';
import { INPUT_NODE } from './fuse-graph';
import { cacheFolder, modelsFolder } from './paths';
import { writeJson } from './write-json';

const folder = join(modelsFolder, 'trunk');
const specPath = join(folder, 'trunk.json');

try {
  await prepare(process.argv.includes('--pin'));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function prepare(pin: boolean): Promise<void> {
  if (!pin && isReady(readSpec())) return;
  const files = await fetchPackage(sourcePackage, cacheFolder);
  const made = convertTrunk((path) => {
    const bytes = files.get(`${sourceFolder}/${path}`);
    if (!bytes) throw new Error(`${sourcePackage.name} holds no ${path}`);
    return bytes;
  });
  if (pin) await writeJson(specPath, describe(made));
  const spec = readSpec();
  for (const [part, bytes] of [
    [spec.model, made.model],
    [spec.weights[0], made.weights],
  ] as const) {
    if (!part || sha256(bytes) !== part.sha256) {
      throw new Error(`The conversion did not give the ${part?.path} that models/trunk/trunk.json promises.`);
    }
    // Whole or not at all: an interrupted start must not leave half a file behind.
    const path = join(folder, part.path);
    writeFileSync(`${path}.part`, bytes);
    renameSync(`${path}.part`, path);
  }
  console.log(`Prepared models/trunk (${Math.round(made.weights.byteLength / 1000)} kB of weights).`);
}

function readSpec(): TrunkSpec {
  return parseTrunk(JSON.parse(readFileSync(specPath, 'utf8')));
}

function isReady({ model, weights }: TrunkSpec): boolean {
  return [model, ...weights].every(({ path, sha256: expected }) => {
    const full = join(folder, path);
    return existsSync(full) && sha256(readFileSync(full)) === expected;
  });
}

function describe({ model, weights }: TrunkFiles): TrunkSpec {
  return {
    format: 'bearings-trunk',
    version: 1,
    name: 'MobileNetV2 trunk of SSDLite (COCO)',
    model: filePart('model.json', model),
    weights: [filePart('weights.bin', weights)],
    input: { node: INPUT_NODE, width: trunkCut.width, height: trunkCut.height },
    taps: trunkCut.taps.map(({ node, length }) => ({ node, length })),
    credits: [
      'ssdlite_mobilenet_v2 (TensorFlow Object Detection, trained on COCO) by Google, Apache-2.0',
      `Published for TensorFlow.js in the npm package ${sourcePackage.name}@${sourcePackage.version}, Apache-2.0`,
    ],
    licence: 'Apache-2.0',
  };
}

function filePart(path: string, bytes: Uint8Array): FilePart {
  return { path, bytes: bytes.byteLength, sha256: sha256(bytes) };
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
