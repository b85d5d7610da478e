import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { manifestJsonSchema } from '../../src/core/manifest';
import { root } from './paths';
import { writeJson } from './write-json';

/** Where the manifest's JSON Schema is published. */
export const schemaPath = join(root, 'public/schema/bearings-1.json');

/** Publishes the manifest's JSON Schema, as the code has it. */
export async function writeSchema(): Promise<void> {
  mkdirSync(dirname(schemaPath), { recursive: true });
  await writeJson(schemaPath, manifestJsonSchema());
}
