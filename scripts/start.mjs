/** `npm start`: from a fresh clone, or from the last time, to the app in a browser. */
import { buildIfChanged } from './build-if-changed.mjs';
import { serveForPeople } from './serve.mjs';
import { setUp } from './setup.mjs';

setUp();
buildIfChanged();
const url = await serveForPeople();
if (hasDesktop()) {
  try {
    const { default: open } = await import('open');
    await open(url);
  } catch (error) {
    console.log(`(No browser could be opened: ${error.message})`);
  }
}

/** Whether a browser window would be seen by somebody. */
function hasDesktop() {
  if (process.env.CI || process.env.SSH_CONNECTION || !process.stdout.isTTY) return false;
  if (process.platform !== 'linux') return true;
  return Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY);
}
