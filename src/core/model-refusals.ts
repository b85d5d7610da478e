/**
 * What people hand us that is no image classifier for TensorFlow.js, by code: what it is, why it
 * can't be opened, and the exact steps that lead to something that can. Part of the table in
 * `errors.ts`.
 */
export const modelRefusals = {
  'model-none-found': {
    sentence: 'There is no model among these files.',
    wayOn:
      'Choose the folder or zip that holds model.json together with its weights (.bin files), as the export made it.',
  },
  'model-several-found': {
    sentence: 'There are several models among these files, and it is not clear which one you mean.',
    wayOn: 'Open the folder of one of them.',
  },
  'model-weights-only': {
    sentence: 'These are a model’s weights without its description (model.json).',
    wayOn: 'Add the model.json of the same export and open them together.',
  },
  'model-without-weights': {
    sentence: 'This describes a model’s layers but names no weights, so it has learnt nothing.',
    wayOn:
      'Save the whole model: in Python with tensorflowjs.converters.save_keras_model(model, "out"), in JavaScript with model.save(…).',
  },
  'model-json-damaged': {
    sentence: 'A description of this model cannot be read: it is cut off or not JSON.',
    wayOn: 'Copy or export the model again.',
  },
  'model-json-too-large': {
    sentence: 'A description of this model is far larger than any real one.',
    wayOn: 'Check that model.json is what it says. Export the model again.',
  },
  'model-is-h5': {
    sentence: 'This is a Keras model in an HDF5 file (.h5), which browsers cannot run.',
    wayOn:
      'In Teachable Machine, export again and choose the tab “Tensorflow.js”, not “Tensorflow”. Any other: pip install tensorflowjs, then tensorflowjs_converter --input_format=keras model.h5 out/, and open the folder out.',
  },
  'model-is-keras': {
    sentence: 'This is a model in Keras’ own format (.keras), which browsers cannot run.',
    wayOn:
      'Convert it once: pip install tensorflowjs, then tensorflowjs_converter --input_format=keras_keras model.keras out/, and open the folder out.',
  },
  'model-is-saved-model': {
    sentence: 'This is a TensorFlow SavedModel, which browsers cannot run.',
    wayOn:
      'Convert it once: pip install tensorflowjs, then tensorflowjs_converter --input_format=tf_saved_model saved_model/ out/, and open the folder out.',
  },
  'model-is-frozen-graph': {
    sentence: 'This is a frozen TensorFlow graph (.pb), which browsers cannot run.',
    wayOn:
      'Convert it once: pip install tensorflowjs, then tensorflowjs_converter --input_format=tf_frozen_model --output_node_names=NAME model.pb out/ with the name of its answer, and open the folder out.',
  },
  'model-is-old-tfjs': {
    sentence:
      'This was converted by a TensorFlow.js of before 2019, in a form that is no longer read.',
    wayOn:
      'Convert the original model again: pip install tensorflowjs, then tensorflowjs_converter --input_format=tf_saved_model saved_model/ out/, and open the folder out.',
  },
  'model-is-tflite': {
    sentence: 'This is a TensorFlow Lite model (.tflite), made for phones and boards.',
    wayOn:
      'Export it again where it was made and choose TensorFlow.js there (Teachable Machine, Vertex AI and Custom Vision offer it), or convert the SavedModel it came from: tensorflowjs_converter --input_format=tf_saved_model saved_model/ out/.',
  },
  'model-is-onnx': {
    sentence: 'This is an ONNX model, which TensorFlow.js cannot read.',
    wayOn:
      'Convert it once: pip install onnx2tf tensorflowjs, then onnx2tf -i model.onnx -osd -o saved_model, then tensorflowjs_converter --input_format=tf_saved_model saved_model/ out/, and open the folder out.',
  },
  'model-is-pytorch': {
    sentence:
      'This is a PyTorch or fastai model. It holds Python objects, which no browser can run.',
    wayOn:
      'In Python: torch.onnx.export(learn.model.eval().cpu(), torch.zeros(1, 3, 224, 224), "model.onnx"). Then onnx2tf -i model.onnx -osd -o saved_model and tensorflowjs_converter --input_format=tf_saved_model saved_model/ out/, and open the folder out.',
  },
  'model-is-core-ml': {
    sentence: 'This is a Core ML model, made for Apple’s devices.',
    wayOn:
      'Export it again where it was trained and choose TensorFlow.js, or convert the model it was made from. Core ML itself cannot be converted back.',
  },
  'model-is-detector': {
    sentence: 'This model finds objects and draws boxes. It does not say what one photo shows.',
    wayOn: 'Train or export a classification model (one label for a whole photo) and open that.',
  },
  'model-is-segmenter': {
    sentence: 'This model answers with a picture: it marks regions or changes the photo.',
    wayOn: 'Train or export a classification model (one label for a whole photo) and open that.',
  },
  'model-is-audio': {
    sentence: 'This model listens to sounds. It does not look at photos.',
    wayOn: 'Train an image project and export that.',
  },
  'model-is-pose': {
    sentence: 'This model judges the pose of a body that another model found first.',
    wayOn: 'Train an image project (not a pose project) and export that.',
  },
  'model-is-edge-impulse': {
    sentence: 'This is an Edge Impulse deployment: a program with the model locked inside.',
    wayOn:
      'In Edge Impulse Studio choose Dashboard › Download block output › TensorFlow SavedModel, then tensorflowjs_converter --input_format=tf_saved_model saved_model/ out/, and open the folder out.',
  },
  'model-is-roboflow': {
    sentence:
      'This is a Roboflow download: photos and notes, or a model that runs on their servers.',
    wayOn:
      'Train a classification model with the photos (Teachable Machine takes folders of them) and open its TensorFlow.js export.',
  },
  'model-is-project': {
    sentence: 'This is a Teachable Machine project: its photos and labels, but no trained model.',
    wayOn:
      'Open it on teachablemachine.withgoogle.com, train, choose Export Model › TensorFlow.js › Download, and open that zip. Keep the project: its photos can teach the model what is familiar.',
  },
  'model-is-not-for-images': {
    sentence: 'This model does not take a picture as its input.',
    wayOn: 'Choose an image classifier exported for TensorFlow.js.',
  },
  'model-input-unsupported': {
    sentence: 'This model wants a picture that no photo can give it.',
    wayOn:
      'Bearings gives a model one photo in colour (3 channels) or grey (1). Export the model with such an input.',
  },
  'model-several-inputs': {
    sentence: 'This model wants several inputs at once, and a photo is only one.',
    wayOn: 'Export a model with a single picture as its input.',
  },
  'model-several-outputs': {
    sentence: 'This model gives several answers at once, and none of them is marked as the class.',
    wayOn: 'Export the model with its class probabilities as the only output.',
  },
  'model-answer-unusable': {
    sentence: 'This model’s last step hides its answer, so that no label can be told.',
    wayOn:
      'Export the model with a probability or a score for each label, in the order of the labels: no ranking, and no softmax over a single number.',
  },
  'model-asks-for-code': {
    sentence: 'This model needs program code that is not in the file (a Lambda or custom layer).',
    wayOn:
      'Code from a model file is never run here. Convert it to a graph model, which holds the sums themselves: tensorflowjs_converter --input_format=keras --output_format=tfjs_graph_model model.h5 out/.',
  },
  'model-has-loops': {
    sentence: 'This model has loops or branches inside, so it might never come to an answer.',
    wayOn:
      'Freeze it for inference where it was made (training=False, convert_variables_to_constants_v2 in TensorFlow), convert it again with tensorflowjs_converter, and open the folder it writes.',
  },
  'model-layer-unsupported': {
    sentence: 'This model uses a layer that TensorFlow.js cannot build as it was meant.',
    wayOn:
      'Convert it to a graph model instead: tensorflowjs_converter --input_format=keras --output_format=tfjs_graph_model model.h5 out/, and open the folder out.',
  },
  'model-topology-damaged': {
    sentence: 'The description of this model’s layers contradicts itself.',
    wayOn: 'Export the model again.',
  },
} as const satisfies Record<string, { sentence: string; wayOn: string }>;
