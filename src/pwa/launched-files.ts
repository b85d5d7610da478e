/** The part of the File Handling API (https://wicg.github.io/web-app-launch/) used here. */
interface LaunchQueue {
  setConsumer(consumer: (params: { files?: readonly FileSystemFileHandle[] }) => void): void;
}

/**
 * Calls back with photos that the operating system opens with the installed app. Browsers without
 * the File Handling API never call.
 *
 * @param onError gets the reason when a file could not be read.
 */
export function watchLaunchedFiles(
  onFiles: (files: File[]) => void,
  onError: (reason: unknown) => void,
): void {
  getLaunchQueue()?.setConsumer(({ files = [] }) => {
    if (files.length === 0) return;
    Promise.all(files.map((handle) => handle.getFile())).then(onFiles, onError);
  });
}

function getLaunchQueue(): LaunchQueue | undefined {
  return 'launchQueue' in window ? (window.launchQueue as LaunchQueue) : undefined;
}
