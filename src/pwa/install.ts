/** Chromium's event; other browsers install from their own menus and never fire it. */
interface BeforeInstallPromptEvent extends Event {
  prompt(): Promise<{ outcome: 'accepted' | 'dismissed' }>;
}

/** Asks the browser to install the app; resolves to whether the person agreed. */
export type InstallOffer = () => Promise<boolean>;

/**
 * Tells when the app can be installed, and when no longer (`null`: it is installed, or the offer was
 * used up).
 */
export function watchInstallOffer(onChange: (offer: InstallOffer | null) => void): void {
  addEventListener('beforeinstallprompt', (event) => {
    // Without this the browser shows its own bar, at a moment of its choosing.
    event.preventDefault();
    onChange(async () => {
      const { outcome } = await (event as BeforeInstallPromptEvent).prompt();
      onChange(null);
      return outcome === 'accepted';
    });
  });
  addEventListener('appinstalled', () => onChange(null));
}
