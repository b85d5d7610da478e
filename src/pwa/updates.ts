import { Workbox } from 'workbox-window';

interface UpdateWatch {
  /**
   * Storing the app for offline use starts once this settles: the first verdict comes first.
   */
  startAfter: Promise<unknown>;
  /** Everything is on the device: from now on the app works without a network. */
  onOfflineReady: () => void;
  /** A new version lies ready. Nothing changes until `apply` is called; it reloads the page. */
  onUpdateReady: (apply: () => void) => void;
  /** The app could not be stored (a full disk, a private window); it works online all the same. */
  onError: (reason: unknown) => void;
}

/** Keeps the app on the device, and asks before a new version takes over. */
export function watchForUpdates(watch: UpdateWatch): void {
  // Without a build there is nothing to store; without https browsers have no service worker.
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  const start = () => {
    register(watch).catch(watch.onError);
  };
  watch.startAfter.then(start, start);
}

async function register({ onOfflineReady, onUpdateReady }: UpdateWatch): Promise<void> {
  const workbox = new Workbox('./service-worker.js');
  let isUpdating = false;
  workbox.addEventListener('waiting', () => {
    onUpdateReady(() => {
      isUpdating = true;
      workbox.messageSkipWaiting();
    });
  });
  workbox.addEventListener('activated', ({ isUpdate }) => {
    if (!isUpdate) onOfflineReady();
  });
  workbox.addEventListener('controlling', ({ isUpdate, isExternal }) => {
    if (isUpdating) location.reload();
    // Another tab updated. This one may hold unsaved photos, so it asks before it reloads.
    else if (isUpdate || isExternal) onUpdateReady(() => location.reload());
  });
  const registration = await workbox.register({ immediate: true });
  if (registration?.active && !registration.installing) onOfflineReady();
  document.addEventListener('visibilitychange', () => {
    // Somebody comes back to a tab that has been open for days: is there something new?
    if (document.visibilityState !== 'visible' || !navigator.onLine) return;
    // Failing means that the host cannot be reached now. Nothing is lost: what is stored goes on
    // working, and the next time somebody comes back it is asked again.
    registration?.update().catch(() => undefined);
  });
}
