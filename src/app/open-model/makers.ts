/** A maker whose exports open, as a person knows it. */
interface Maker {
  name: string;
  /** What to click over there. */
  how: string;
  /** What the export is made of. */
  files: string;
  /** The picture beside it: a zip, a folder of files, an address. */
  shape: 'zip' | 'folder' | 'files';
}

export const makers: readonly Maker[] = [
  {
    name: 'Teachable Machine',
    how: 'Export Model › TensorFlow.js › Download, or the share link. A saved project (.tm) brings its photos along.',
    files: 'model.json, metadata.json, weights.bin',
    shape: 'zip',
  },
  {
    name: 'Keras',
    how: 'tensorflowjs_converter or model.save: layers models of Keras 2 and 3.',
    files: 'model.json, group1-shard1of2.bin …',
    shape: 'files',
  },
  {
    name: 'TensorFlow graph model',
    how: 'A SavedModel through the TensorFlow.js converter, MobileNet included.',
    files: 'model.json, group1-shard1of4.bin …',
    shape: 'files',
  },
  {
    name: 'Lobe',
    how: 'Use › Export › TensorFlow.js.',
    files: 'model.json, signature.json',
    shape: 'folder',
  },
  {
    name: 'Azure Custom Vision',
    how: 'Performance › Export › TensorFlow › TensorFlow.js.',
    files: 'model.json, labels.txt, cvexport.manifest',
    shape: 'zip',
  },
  {
    name: 'AutoML and Vertex AI',
    how: 'Export › TensorFlow.js.',
    files: 'model.json, dict.txt',
    shape: 'folder',
  },
  {
    name: 'ml5.js',
    how: 'featureExtractor or imageClassifier, with save().',
    files: 'model.json, model.weights.bin',
    shape: 'files',
  },
  {
    name: 'Bearings',
    how: 'A model exported here, with its reference photos’ bank.',
    files: 'bearings.json, model.json, weights.bin',
    shape: 'zip',
  },
];
