import { ClassifierError } from '../core/errors';
import { watchInstallOffer } from '../pwa/install';
import { watchLaunchedFiles } from '../pwa/launched-files';
import { takeSharedFiles } from '../pwa/shared-files';
import { watchForUpdates } from '../pwa/updates';
import { buildServices, type AppServices } from './services';
import { identity } from './identity';
import { addToTray } from './classify/add-to-tray';
import './shell/app-shell';

/** Boots the page: builds the services, hands them to the shell, opens what comes from outside. */
async function boot(): Promise<void> {
  const services = await buildServices();
  followAppearance(services);
  await dressApp();
  const shell = document.querySelector('app-shell');
  if (shell) shell.services = services;

  const modelOpen = services.session.start();
  await services.tray.restore();
  takeInPhotos(services);
  watchForUpdates({
    // The first verdict comes first; storing the app for offline use can wait for the model.
    startAfter: modelOpen,
    onOfflineReady: () => services.status.set({ offlineReady: true }),
    onUpdateReady: (applyUpdate) => services.status.set({ applyUpdate }),
    onError: (reason) =>
      services.notices.add({
        title: `${identity.name} could not be stored for offline use.`,
        text: `Everything works while you are connected. (${String(reason)})`,
      }),
  });
  watchInstallOffer((install) => services.status.set({ install }));
}

/** Photos that come by sharing, or that the system opens with the installed app. */
function takeInPhotos(services: AppServices): void {
  const take = (files: File[]) =>
    addToTray(
      services,
      files.map((file) => ({ name: file.name, file })),
    );
  const report = (reason: unknown) =>
    services.notices.addError(ClassifierError.from(reason, 'photo-decode-failed'));
  takeSharedFiles().then(take).catch(report);
  watchLaunchedFiles((files) => {
    take(files).catch(report);
  }, report);
}

/** An exported app has colours of its own. */
async function dressApp(): Promise<void> {
  if (!identity.exported) return;
  const { applyColours } = await import('./apply-colours');
  applyColours(identity.exported, document.documentElement);
}

function followAppearance({ settings }: AppServices): void {
  const show = () => {
    document.documentElement.dataset['appearance'] = settings.current.appearance;
  };
  settings.subscribe(show);
  show();
}

boot().catch((reason: unknown) => {
  // Without services there is no shell to say it in.
  const { message, wayOn } = ClassifierError.from(reason);
  document.body.append(`${message} ${wayOn}`);
  throw reason;
});
