import type { ModelBundle } from '../model/read-model';
import { HeadNetwork } from './head-network';
import type { Network } from './network';
import { Trunk } from './trunk';

/** Lends trunks to networks, one for each fingerprint, and frees a trunk that nobody uses. */
export class TrunkPool {
  private readonly lent = new Map<string, { trunk: Promise<Trunk>; users: number }>();

  async borrow(key: string, load: () => Promise<Trunk>): Promise<Trunk> {
    const entry = this.lent.get(key) ?? { trunk: load(), users: 0 };
    this.lent.set(key, entry);
    entry.users += 1;
    try {
      return await entry.trunk;
    } catch (error) {
      this.lent.delete(key);
      throw error;
    }
  }

  giveBack(key: string, trunk: Trunk): void {
    const entry = this.lent.get(key);
    if (!entry) return;
    entry.users -= 1;
    if (entry.users > 0) return;
    this.lent.delete(key);
    trunk.dispose();
  }
}

/**
 * Builds a model's network on the current backend.
 *
 * @param plain Not to rewrite somebody else's network for speed.
 */
export async function buildNetwork(
  bundle: ModelBundle,
  trunks: TrunkPool,
  backend: string,
  { plain = false } = {},
): Promise<Network> {
  const { manifest, network } = bundle;
  if (network.kind === 'tfjs-mobilenet') {
    // Fetched when needed: the package brings a thousand class names along.
    const { MobilenetNetwork } = await import('./mobilenet-network');
    return MobilenetNetwork.load(network.spec, network.graph, manifest.input, bundle.bank !== null);
  }
  if (network.kind !== 'head-on-trunk') {
    const { ForeignNetwork } = await import('./foreign-network');
    const { units, output, logits, features } = network.spec;
    const spec = {
      input: manifest.input,
      output: manifest.output,
      units,
      taps: { output, logits, features },
    };
    return ForeignNetwork.load(network, spec, { plain });
  }
  const key = `${backend} ${network.trunkKey}`;
  const trunk = await trunks.borrow(key, () => Trunk.load(network.trunk.spec, network.trunk.graph));
  try {
    const head = new HeadNetwork(trunk, network.head, manifest.labels.length, manifest.input);
    return {
      run: (image) => head.run(image),
      dispose: () => {
        head.dispose();
        trunks.giveBack(key, trunk);
      },
    };
  } catch (error) {
    trunks.giveBack(key, trunk);
    throw error;
  }
}
