import type { io } from '@tensorflow/tfjs-core';
import { joinBytes } from '../fetched-files';
import type { LayersParts } from '../foreign-model';
import { floatWeight, type NewWeight } from '../weight-values';

/** A weight of a layer, by the name that Keras gives it. */
export interface LayerWeight {
  shape: number[];
  values: Float32Array;
}

/** Writes a layers model as Keras 2 does, layer by layer. */
export class KerasWriter {
  private readonly layers: Record<string, unknown>[] = [];
  private readonly weights: NewWeight[] = [];
  private readonly names = new Set<string>();

  /**
   * Adds a layer.
   *
   * @param wanted Its name; a number is added where there is one already.
   * @param inputs Names of layers before it.
   * @param weights In Keras' order.
   * @returns Its name.
   */
  add(
    className: string,
    wanted: string,
    inputs: readonly string[],
    config: Record<string, unknown> = {},
    weights: Record<string, LayerWeight> = {},
  ): string {
    const name = this.claim(wanted);
    this.layers.push({
      class_name: className,
      name,
      config: { name, trainable: false, dtype: 'float32', ...config },
      inbound_nodes: inputs.length === 0 ? [] : [inputs.map((input) => [input, 0, 0, {}])],
    });
    for (const [weight, { shape, values }] of Object.entries(weights)) {
      this.weights.push(floatWeight(`${name}/${weight}`, shape, values));
    }
    return name;
  }

  /** The whole model. */
  finish(name: string, input: string, output: string): LayersParts {
    const end = (layer: string) => [[layer, 0, 0]];
    const config = {
      name,
      layers: this.layers,
      input_layers: end(input),
      output_layers: end(output),
    };
    const weightSpecs: io.WeightsManifestEntry[] = this.weights.map(({ spec }) => spec);
    return {
      topology: {
        keras_version: '2.2.4',
        backend: 'tensorflow',
        // Older versions of tfjs know no "Functional".
        model_config: { class_name: 'Model', config },
      },
      weightSpecs,
      weightData: joinBytes(this.weights.map(({ bytes }) => bytes)).buffer,
    };
  }

  /** Keras takes letters, digits, dots, hyphens and underscores, a letter or digit first. */
  private claim(wanted: string): string {
    const plain = wanted.replaceAll(/[^\w.-]/g, '_').replace(/^[^A-Za-z0-9]+/, '') || 'layer';
    let name = plain;
    for (let number = 2; this.names.has(name); number += 1) name = `${plain}_${number}`;
    this.names.add(name);
    return name;
  }
}
