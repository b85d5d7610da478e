/** The files that a description names, and their size together as far as it says. */
interface NamedParts {
  paths: string[];
  bytes: number;
}

const bytesPerValue: Record<string, number> = {
  float32: 4,
  int32: 4,
  complex64: 8,
  float16: 2,
  uint16: 2,
  uint8: 1,
  bool: 1,
};

/**
 * The other files of a model, by its description: the shards in a tfjs `weightsManifest`, or
 * whatever a `bearings.json` names. Nothing is believed but names: whoever opens the model checks
 * the rest.
 */
export function listParts(description: unknown): NamedParts {
  if (!isRecord(description)) return { paths: [], bytes: 0 };
  const groups = Array.isArray(description['weightsManifest'])
    ? description['weightsManifest'].filter(isRecord)
    : [];
  const shards = groups.flatMap(({ paths }) => listOf(paths)).filter(isText);
  const bytes = groups.flatMap(({ weights }) => listOf(weights)).map(countWeightBytes);
  const isManifest = description['format'] === 'bearings-model';
  const named = isManifest ? listManifestFiles(description) : [];
  return {
    paths: [...new Set([...shards, ...named])],
    bytes: bytes.reduce((sum, one) => sum + one, 0),
  };
}

/** Wherever a manifest names a file it gives its path, its size and its fingerprint. */
function listManifestFiles(manifest: Record<string, unknown>): string[] {
  const found: string[] = [];
  const { network, detector } = manifest;
  const places = [network, detector].filter(isRecord).flatMap((part) => Object.values(part).flat());
  for (const value of places) {
    if (isRecord(value) && isText(value['path']) && isText(value['sha256'])) {
      found.push(value['path']);
    }
  }
  // The one kind that names its network without a fingerprint.
  if (isRecord(network) && isText(network['model'])) found.push(network['model']);
  return found;
}

function countWeightBytes(weight: unknown): number {
  if (!isRecord(weight)) return 0;
  const { shape, dtype, quantization } = weight;
  const stored = isRecord(quantization) ? quantization['dtype'] : dtype;
  const size = bytesPerValue[String(stored)] ?? 0;
  const bytes = listOf(shape).reduce<number>((count, side) => count * Number(side), size);
  return Number.isFinite(bytes) && bytes > 0 ? bytes : 0;
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
