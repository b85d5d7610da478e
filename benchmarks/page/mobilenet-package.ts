import { load } from '@tensorflow-models/mobilenet';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import simd from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm?url';
import threaded from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd.wasm?url';
import plain from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm.wasm?url';
import { env, getBackend, setBackend } from '@tensorflow/tfjs-core';

interface MobilenetPackage {
  backend: string;
  classify(photo: Blob): Promise<{ endToEndMs: number; topLabel: string }>;
}

/** Opens a model the way the package's own guide does: on the main thread, from a picture element. */
export async function openPackage(modelUrl: string): Promise<MobilenetPackage> {
  // The backend our engine uses too, in its one-thread form, which is the faster one on few cores.
  env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  setWasmPaths({
    'tfjs-backend-wasm.wasm': plain,
    'tfjs-backend-wasm-simd.wasm': simd,
    'tfjs-backend-wasm-threaded-simd.wasm': threaded,
  });
  await setBackend('wasm');
  const model = await load({ version: 2, alpha: 1, modelUrl, inputRange: [-1, 1] });
  return {
    backend: getBackend(),
    async classify(photo) {
      const startedAt = performance.now();
      const image = new Image();
      image.src = URL.createObjectURL(photo);
      await image.decode();
      const [top] = await model.classify(image, 5);
      URL.revokeObjectURL(image.src);
      return { endToEndMs: performance.now() - startedAt, topLabel: top?.className ?? '' };
    },
  };
}
