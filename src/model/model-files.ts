/** How a file of a model is fetched. */
export interface ReadOptions {
  signal?: AbortSignal;
  /** Called as bytes arrive, with how many came since the last call. */
  onBytes?: (bytes: number) => void;
}

/**
 * A folder of model files, wherever it is: behind an address, on a disk, in a zip. Paths are
 * relative, with `/` and perhaps `../`.
 */
export interface ModelFiles {
  /** Where this folder is, without an end slash: tells folders apart and is shown in errors. */
  readonly address: string;
  /**
   * @throws ClassifierError `model-part-missing` when there is no such file, `network-offline` when
   *   it can't be reached, `cancelled`.
   */
  read(path: string, options?: ReadOptions): Promise<Uint8Array>;
  /** The folder that holds `path`. */
  folderOf(path: string): ModelFiles;
}
