/** The policy as it can stand in a meta tag (browsers ignore frame-ancestors there). */
export declare const contentSecurityPolicy: string;
/** The headers that make a page cross-origin isolated, which the engine needs to use threads. */
export declare const isolationHeaders: Readonly<Record<string, string>>;
/** Everything that a page or a worker script should come with. */
export declare const securityHeaders: Readonly<Record<string, string>>;
