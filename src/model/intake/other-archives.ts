import { ClassifierError } from '../../core/errors';

/** The marks that archives other than zip begin with. */
const marks: readonly { name: string; at: number; bytes: readonly number[] }[] = [
  { name: '7z', at: 0, bytes: [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c] },
  { name: 'RAR', at: 0, bytes: [0x52, 0x61, 0x72, 0x21, 0x1a, 0x07] },
  { name: 'xz', at: 0, bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00] },
  { name: 'bzip2', at: 0, bytes: [0x42, 0x5a, 0x68] },
  { name: 'Zstandard', at: 0, bytes: [0x28, 0xb5, 0x2f, 0xfd] },
  { name: 'tar', at: 257, bytes: [0x75, 0x73, 0x74, 0x61, 0x72] },
];

/**
 * Refuses an archive that is no zip by its name, rather than as an unknown model.
 *
 * @param start The file's first 512 bytes.
 * @throws ClassifierError `archive-unsupported`.
 */
export function refuseOtherArchive(start: Uint8Array, path: string): void {
  const mark = marks.find(({ at, bytes }) => bytes.every((byte, i) => start[at + i] === byte));
  const isTarball = /\.(?:tar\.gz|tgz)$/i.test(path);
  if (!mark && !isTarball) return;
  throw new ClassifierError('archive-unsupported', `${path}: ${mark?.name ?? 'a gzip’d tar'}`);
}
