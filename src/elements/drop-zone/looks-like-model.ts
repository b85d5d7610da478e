import type { IncomingFile } from '../../services/tray-item';

/** Models and what people take for one: those that can't be opened are named and explained. */
const MODEL_NAME =
  /(^|\/)(model|bearings|model_config)\.json$|\.(zip|tm|h5|hdf5|keras|tflite|onnx|ptl?|pth|pkl|safetensors|mlmodel|pb)$/i;

/** Whether dropped files are a model rather than photos. */
export function looksLikeModel(files: readonly IncomingFile[]): boolean {
  return files.some(({ name }) => MODEL_NAME.test(name));
}

/** What to call files that were handed over together: the folder they lie in, or the first one. */
export function nameFiles(files: readonly IncomingFile[]): string {
  const names = files.map(({ name }) => name);
  const [first = ''] = names;
  const folder = first.includes('/') ? (first.split('/')[0] ?? '') : '';
  if (folder !== '' && names.every((name) => name.startsWith(`${folder}/`))) return folder;
  return names.find((name) => MODEL_NAME.test(name)) ?? first;
}

/** A model was dropped where photos are taken in. Nobody took it unless it is prevented. */
export class ModelDroppedEvent extends Event {
  constructor(readonly files: IncomingFile[]) {
    super('model-dropped', { bubbles: true, composed: true, cancelable: true });
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'model-dropped': ModelDroppedEvent;
  }
}
