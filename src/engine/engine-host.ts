/** What the engine must be told about where it runs: a worker of a browser, or Node. */
export interface EngineHost {
  /**
   * Where tfjs's wasm files are: their folder with an end slash, or an address for each file name.
   */
  wasmPaths: string | Record<string, string>;
  /** Whether threads may share memory. */
  crossOriginIsolated: boolean;
  /** Logical processor cores. */
  hardwareConcurrency: number;
}
