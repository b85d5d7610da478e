/**
 * `npm run models:build [-- id …]`: makes heads, reference banks, calibrations, figures, golden
 * outputs and cards anew from photos, bit for bit, and the manifest's JSON Schema from the code. Features are remembered in `.cache`, so a second
 * run is quick.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildModel } from './build-model';
import { FeatureExtractor } from './extract-features';
import { modelsFolder, photosFolder } from './paths';
import { recipes } from './recipes';
import { writeSchema } from './write-schema';

const wanted = process.argv.slice(2);
const unknown = wanted.filter((id) => !recipes.some((recipe) => recipe.id === id));

if (unknown.length) fail(`There is no recipe for ${unknown.join(', ')}.`);
await writeSchema();
if (!existsSync(photosFolder)) {
  fail('The photos that the models are made from are not here. They are not part of this repository; models/README.md says where each set comes from.');
}
const bytes = readFileSync(join(modelsFolder, 'trunk/trunk.json'));
const trunk = {
  path: 'trunk.json',
  bytes: bytes.byteLength,
  sha256: createHash('sha256').update(bytes).digest('hex'),
};
const extractor = await FeatureExtractor.open(trunk);
for (const recipe of recipes) {
  if (wanted.length === 0 || wanted.includes(recipe.id)) {
    await buildModel(recipe, extractor, trunk);
  }
}

function fail(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}
