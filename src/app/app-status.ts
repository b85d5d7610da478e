import type { InstallOffer } from '../pwa/install';
import { Observable } from '../services/observable';

/** How the page itself stands: connection, offline copy, a new version, installing. */
export class AppStatus extends Observable {
  online = navigator.onLine;
  /** Everything is on the device: the page works without a network from now on. */
  offlineReady = false;
  /** Takes over the new version that lies ready, or `null`. */
  applyUpdate: (() => void) | null = null;
  install: InstallOffer | null = null;

  constructor() {
    super();
    const follow = () => this.set({ online: navigator.onLine });
    addEventListener('online', follow);
    addEventListener('offline', follow);
  }

  set(part: Partial<Pick<AppStatus, 'online' | 'offlineReady' | 'applyUpdate' | 'install'>>): void {
    Object.assign(this, part);
    this.announceChange();
  }
}
