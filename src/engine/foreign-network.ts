import { ClassifierError } from '../core/errors';
import type { Manifest } from '../core/manifest';
import type { ModelImage } from '../core/model-image';
import type { NetworkParts } from '../model/read-model';
import type { Network, NetworkOutput } from './network';

type ForeignParts = Extract<NetworkParts, { kind: 'tfjs-layers' | 'tfjs-graph' }>;

/** A network that somebody else made, run as its manifest says. */
export class ForeignNetwork implements Network {
  static load(_parts: ForeignParts, _manifest: Manifest): Promise<ForeignNetwork> {
    return Promise.reject(new ClassifierError('model-unsupported'));
  }
  run(_image: ModelImage): Promise<NetworkOutput> {
    return Promise.reject(new ClassifierError('model-unsupported'));
  }
  dispose(): void {}
}
