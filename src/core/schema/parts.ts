import { z } from 'zod';

/** Pieces that several parts of the manifest's schema are made of. */

export const probability = z.number().min(0).max(1);
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
export const relativePath = z.string().min(1);

export const filePart = z.strictObject({
  path: relativePath.describe('Relative to this manifest.'),
  bytes: z.int().positive(),
  sha256,
});

export const interval = z.strictObject({
  value: z.number(),
  low: z.number(),
  high: z.number(),
});
