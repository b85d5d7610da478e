/** Flags for a quiet, self-contained browser that runs also as root and in containers. */
export declare const chromiumArgs: string[];
/** The path of an installed Chromium, Chrome or Edge, or `null`. */
export declare function findChromium(): string | null;
/** Finds a browser or installs one. Throws a plain sentence when neither works. */
export declare function ensureChromium(): string;
