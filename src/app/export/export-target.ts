import type { Manifest } from '../../core/manifest';
import type { ModelSource } from '../../worker/protocol';

/** A model that can be handed on, wherever it is. */
export interface ExportTarget {
  manifest: Manifest;
  locate: () => Promise<ModelSource>;
  /** Makes it the model of Classify and Camera. */
  deploy: () => Promise<void>;
  /** Whether it is that already. */
  inUse: boolean;
}
