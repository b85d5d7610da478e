import type { Manifest } from '../manifest';

/** A model as plain TensorFlow.js: Keras layers or a graph. */
export type PlainKind = 'layers' | 'graph';

/**
 * In which plain forms a model can be handed on. What somebody else made goes as it came; a head on
 * our trunk is written in either form.
 */
export function listPlainKinds({ network, input }: Manifest): PlainKind[] {
  switch (network.kind) {
    case 'head-on-trunk':
      return input.layout === 'nhwc' ? ['layers', 'graph'] : ['graph'];
    case 'tfjs-layers':
      return ['layers'];
    case 'tfjs-graph':
      return ['graph'];
    case 'tfjs-mobilenet':
      return [];
  }
}
