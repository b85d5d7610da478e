/** Builds the site unless the last build was made of the same sources; tells whether it had to. */
export declare function buildIfChanged(): boolean;
