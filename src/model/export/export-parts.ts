import { z } from 'zod';
import { ClassifierError } from '../../core/errors';

const schema = z.looseObject({
  format: z.literal('bearings-export-parts'),
  app: z.array(z.string()),
  element: z.array(z.string()),
  elementFile: z.string(),
  page: z.string(),
  serviceWorker: z.string(),
  webManifest: z.record(z.string(), z.unknown()),
  licence: z.string(),
});

/** What the build says about itself (`scripts/build/export-parts.ts`), so that parts of it can be handed on. */
export type ExportParts = z.infer<typeof schema>;

export const PARTS_PATH = 'export/parts.json';

/** @throws ClassifierError `export-parts-missing`. */
export function parseExportParts(json: unknown): ExportParts {
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new ClassifierError('export-parts-missing', z.prettifyError(parsed.error));
}
