/** Where the service worker leaves shared photos for the page. */
export const sharedFilesCache = 'shared-files';
/** The response header that carries a shared photo's name, percent-encoded. */
export const nameHeader = 'X-File-Name';
