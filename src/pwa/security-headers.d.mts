/** The policy as it can stand in a meta tag (browsers ignore frame-ancestors there). */
export declare const contentSecurityPolicy: string;
/** The headers that make a page cross-origin isolated, which the engine needs to use threads. */
export declare const isolationHeaders: Readonly<Record<string, string>>;
/** Everything that a page or a worker script should come with. */
export declare const securityHeaders: Readonly<Record<string, string>>;
/**
 * The policy of the download document, as it can stand in its meta tag.
 *
 * @param scripts the source of the only scripts that may run
 */
export declare function writeDownloadPolicy(scripts: string): string;
/** What the download document should come with. */
export declare const downloadHeaders: Readonly<Record<string, string>>;
/**
 * The headers for an address of the site.
 *
 * @param address relative to any folder, or absolute
 */
export declare function headersFor(address: string): Readonly<Record<string, string>>;
