/**
 * `npm run models:mobilenet -- <address or folder> [--version 1|2] [--alpha 0.25|0.5|0.75|1]
 * [--input-range MIN,MAX]`: fetches or copies a MobileNet for ImageNet into `models/mobilenet/` and
 * checks that `@tensorflow-models/mobilenet` can run it.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { ClassifierError } from '../../src/core/errors';
import { addMobilenet } from './add-mobilenet';
import { modelsFolder } from './paths';

const usage = `Usage: npm run models:mobilenet -- <address or folder of a tfjs graph model>
         [--version 1|2] [--alpha 0.25|0.5|0.75|1] [--input-range -1,1]`;

const optionsSchema = z.object({
  version: z.coerce.number().pipe(z.union([z.literal(1), z.literal(2)])).optional(),
  alpha: z.coerce
    .number()
    .pipe(z.union([z.literal(0.25), z.literal(0.5), z.literal(0.75), z.literal(1)]))
    .optional(),
  inputRange: z
    .string()
    .transform((text) => text.split(',').map(Number))
    .pipe(z.tuple([z.number(), z.number()]))
    .optional(),
});

/** A call that makes no sense; its message says why. */
class UsageError extends Error {}

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}

async function run(args: string[]): Promise<number> {
  const { source, options } = readCall(args);
  const { network } = await addMobilenet(source, join(modelsFolder, 'mobilenet'), options);
  const kind =
    network.kind === 'tfjs-mobilenet' ? `V${network.version}, width ${network.alpha}` : network.kind;
  console.log(`MobileNet (${kind}) is in models/mobilenet. Choose it on the Models page.`);
  return 0;
}

/** @throws UsageError */
function readCall(args: string[]) {
  const { values, positionals } = parse(args);
  const [source] = positionals;
  if (positionals.length !== 1 || !source) throw new UsageError('say where one model is');
  const { version, alpha, 'input-range': inputRange } = values;
  const parsed = optionsSchema.safeParse({ version, alpha, inputRange });
  if (!parsed.success) throw new UsageError(z.prettifyError(parsed.error));
  return { source, options: withoutHoles(parsed.data) };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        version: { type: 'string' },
        alpha: { type: 'string' },
        'input-range': { type: 'string' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** Drops what was not given, so that it does not hide what was found out. */
function withoutHoles<T extends object>(values: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined),
  ) as Partial<T>;
}

function explain(error: unknown): string {
  if (error instanceof UsageError) return `${error.message}\n${usage}`;
  if (!(error instanceof ClassifierError)) return String(error);
  const { code, message, detail } = error;
  if (code === 'network-offline') {
    return `The model could not be fetched: there is no connection to that address, or it refused.\n${detail}\nGive the folder of a copy on this machine instead.`;
  }
  if (code === 'model-output-unexpected') {
    return `This model is not for @tensorflow-models/mobilenet, which needs 1,001 logits (the first is background): ${detail}. With anything else every label would be wrong without a word.`;
  }
  return `${message}\n${detail}`;
}
