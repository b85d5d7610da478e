import { ClassifierError } from '../../core/errors';
import { VIEW_HEAD_BYTES } from '../../core/training/feature-keys';

/** Where remembered features lie: a project's files in the page, a folder under Node, or memory. */
export interface FeatureFiles {
  /** `null` when there is no such file. */
  read(name: string): Promise<Blob | null>;
  /** Writes a whole file, or nothing of it. */
  write(name: string, blob: Blob): Promise<void>;
  /** Removes everything whose name begins with this folder. */
  removeFolder(folder: string): Promise<void>;
}

/** Views in one file: a crash loses no more than these. */
const CHUNK_VIEWS = 64;
/** Files asked for at a time. */
const READ_AHEAD = 8;
const ID_BYTES = 32;

/**
 * Features of photos, remembered from run to run by the photo's fingerprint and the number of its
 * copy. They are valid for one network and one way to look at photos: the key. What was remembered
 * under another key is forgotten.
 */
export class FeatureCache {
  private readonly rows = new Map<string, Float32Array<ArrayBuffer>>();
  private unwritten: string[] = [];
  private chunks = 0;
  /** Why nothing more is written, or `null`. What is in memory serves all the same. */
  problem: ClassifierError | null = null;

  private constructor(
    private readonly files: FeatureFiles,
    private readonly folder: string,
    private readonly featureCount: number,
  ) {}

  /** Reads what is remembered under this key. */
  static async open(
    files: FeatureFiles,
    folder: string,
    key: string,
    featureCount: number,
  ): Promise<FeatureCache> {
    const cache = new FeatureCache(files, folder, featureCount);
    const known = await files.read(`${folder}/key`);
    if (known && (await known.text()) === key) {
      await cache.readChunks();
    } else {
      await files.removeFolder(folder);
      try {
        await files.write(`${folder}/key`, new Blob([key]));
      } catch (error) {
        cache.problem = ClassifierError.from(error, 'storage-unavailable');
      }
    }
    return cache;
  }

  /** Views in memory. */
  get size(): number {
    return this.rows.size;
  }

  get(id: string, copy: number): Float32Array<ArrayBuffer> | undefined {
    return this.rows.get(keyOf(id, copy));
  }

  async add(id: string, copy: number, features: Float32Array<ArrayBuffer>): Promise<void> {
    const key = keyOf(id, copy);
    this.rows.set(key, features);
    this.unwritten.push(key);
    if (this.unwritten.length >= CHUNK_VIEWS) await this.flush();
  }

  /** Writes what is only in memory. A full device stops the writing, not the training. */
  async flush(): Promise<void> {
    if (this.unwritten.length === 0 || this.problem) return;
    const size = VIEW_HEAD_BYTES + 4 * this.featureCount;
    const bytes = new Uint8Array(this.unwritten.length * size);
    const view = new DataView(bytes.buffer);
    this.unwritten.forEach((key, i) => {
      const [id = '', copy = '0'] = key.split('/');
      const start = i * size;
      for (let at = 0; at < ID_BYTES; at++) {
        bytes[start + at] = Number.parseInt(id.slice(2 * at, 2 * at + 2), 16);
      }
      view.setUint32(start + ID_BYTES, Number(copy), true);
      this.rows
        .get(key)
        ?.forEach((value, j) => view.setFloat32(start + VIEW_HEAD_BYTES + 4 * j, value, true));
    });
    try {
      await this.files.write(`${this.folder}/${this.chunks}`, new Blob([bytes]));
    } catch (error) {
      this.problem = ClassifierError.from(error, 'storage-unavailable');
      return;
    }
    this.chunks += 1;
    this.unwritten = [];
  }

  private async readChunks(): Promise<void> {
    for (;;) {
      const names = Array.from(
        { length: READ_AHEAD },
        (_, i) => `${this.folder}/${this.chunks + i}`,
      );
      const found = await Promise.all(names.map((name) => this.files.read(name)));
      for (const blob of found) {
        if (!blob) return;
        this.readChunk(new Uint8Array(await blob.arrayBuffer()));
        this.chunks += 1;
      }
    }
  }

  /** A chunk of another length than whole views was not written by us: it is left out. */
  private readChunk(bytes: Uint8Array): void {
    const size = VIEW_HEAD_BYTES + 4 * this.featureCount;
    if (bytes.byteLength % size !== 0) return;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let start = 0; start < bytes.byteLength; start += size) {
      const id = Array.from(bytes.subarray(start, start + ID_BYTES), (byte) =>
        byte.toString(16).padStart(2, '0'),
      ).join('');
      const values = new Float32Array(this.featureCount);
      for (let i = 0; i < values.length; i++) {
        values[i] = view.getFloat32(start + VIEW_HEAD_BYTES + 4 * i, true);
      }
      if (values.every(Number.isFinite)) {
        this.rows.set(keyOf(id, view.getUint32(start + ID_BYTES, true)), values);
      }
    }
  }
}

/** Remembers nothing beyond the run. */
export function createMemoryFiles(): FeatureFiles {
  const files = new Map<string, Blob>();
  return {
    read: (name) => Promise.resolve(files.get(name) ?? null),
    write: (name, blob) => {
      files.set(name, blob);
      return Promise.resolve();
    },
    removeFolder: (folder) => {
      for (const name of files.keys()) if (name.startsWith(`${folder}/`)) files.delete(name);
      return Promise.resolve();
    },
  };
}

function keyOf(id: string, copy: number): string {
  return `${id}/${copy}`;
}
