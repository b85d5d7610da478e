export declare const DEFAULT_PORT: number;
export interface ServeOptions {
  /** 0 for any free one. */
  port?: number;
  host?: string;
  /** Of the built site. */
  folder?: string;
  /** Where the site lies on the host, with both slashes. */
  basePath?: string;
  /** `false` behaves like a plain static host. */
  withHeaders?: boolean;
}
export interface RunningServer {
  url: string;
  port: number;
  stop(): Promise<void>;
}
/** Serves the built site. */
export declare function startServer(options?: ServeOptions): Promise<RunningServer>;
