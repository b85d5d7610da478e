import { buildIfChanged } from '../../scripts/build-if-changed.mjs';

/** Before the first test: the built site is what is tested, so it must be of these sources. */
export default function buildSite(): void {
  buildIfChanged();
}
