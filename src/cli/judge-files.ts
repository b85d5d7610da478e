import { judgeDomain } from '../core/evaluate/judge-domain';
import type { JudgedPhoto } from '../core/evaluate/evaluate-photos';
import { ClassifierError, type ErrorCode } from '../core/errors';
import type { Evidence } from '../core/verdict';
import { fingerprint } from '../model/read-part';
import { decodeWithSharp, readPhoto } from './decode-with-sharp';
import type { OpenedInNode } from './node-engine';

/** What a model said of a photo file. */
export interface JudgedFile extends JudgedPhoto {
  file: string;
  /** SHA-256 of the file. */
  hash: string;
  evidence: Evidence;
  features: Float32Array | null;
}

/** A file that could not be judged. */
export interface UnreadableFile {
  file: string;
  code: ErrorCode;
  message: string;
}

/** Judges photo files one after the other; one that cannot be judged is listed, and the others go on. */
export async function judgeFiles(
  { engine, manifest }: OpenedInNode,
  files: readonly string[],
  onDone: () => void,
): Promise<{ judged: JudgedFile[]; unreadable: UnreadableFile[] }> {
  const judged: JudgedFile[] = [];
  const unreadable: UnreadableFile[] = [];
  for (const file of files) {
    try {
      const bytes = await readPhoto(file);
      const { image } = await decodeWithSharp(bytes, manifest.input);
      const output = await engine.run(image);
      const evidence = engine.judge(output, manifest.labels.length);
      judged.push({
        file,
        hash: await fingerprint(bytes),
        logits: output.logits,
        features: output.features,
        domain: judgeDomain(evidence),
        evidence,
      });
    } catch (thrown) {
      const { code, message } = ClassifierError.from(thrown);
      unreadable.push({ file, code, message });
    }
    onDone();
  }
  return { judged, unreadable };
}
