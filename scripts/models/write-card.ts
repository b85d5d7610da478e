import { writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import type { Manifest } from '../../src/core/manifest';
import { percent } from './evaluate';
import type { Recipe } from './recipe';

/** Writes a model's card: what a person should know before trusting it. */
export async function writeCard(path: string, recipe: Recipe, manifest: Manifest): Promise<void> {
  const options = await resolveConfig(path);
  writeFileSync(path, await format(compose(recipe, manifest), { ...options, filepath: path }));
}

function compose({ card }: Recipe, { name, summary, evaluation, ...manifest }: Manifest): string {
  return `# ${name}

${summary} ${evaluation ? percent(evaluation.accuracy.value) : ''}
${card.forWhom}
${manifest.licence}
`;
}
