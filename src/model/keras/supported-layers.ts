/** The layers that tfjs-layers 4.22 builds; a test compares them with its own register. */
export const supportedLayers: ReadonlySet<string> = new Set(
  [
    ['InputLayer', 'Model', 'Functional', 'Sequential', 'ReLU', 'LeakyReLU', 'PReLU', 'ELU'],
    ['ThresholdedReLU', 'Softmax', 'Conv2D', 'Conv3D', 'Conv2DTranspose', 'Conv3DTranspose'],
    ['SeparableConv2D', 'Conv1D', 'Cropping2D', 'UpSampling2D', 'DepthwiseConv2D', 'RNN'],
    ['SimpleRNN', 'GRU', 'LSTM', 'ConvLSTM2D', 'Dropout', 'SpatialDropout1D', 'Dense', 'Flatten'],
    ['Activation', 'RepeatVector', 'Reshape', 'Permute', 'Masking', 'Embedding', 'Add', 'Multiply'],
    ['Average', 'Maximum', 'Minimum', 'Concatenate', 'Dot', 'GaussianNoise', 'GaussianDropout'],
    ['AlphaDropout', 'BatchNormalization', 'LayerNormalization', 'ZeroPadding2D', 'MaxPooling1D'],
    ['AveragePooling1D', 'MaxPooling2D', 'AveragePooling2D', 'MaxPooling3D', 'AveragePooling3D'],
    ['GlobalAveragePooling1D', 'GlobalMaxPooling1D', 'GlobalAveragePooling2D'],
    ['GlobalMaxPooling2D', 'TimeDistributed', 'Bidirectional', 'Rescaling'],
    ['CategoryEncoding', 'Resizing', 'RandomWidth'],
  ].flat(),
);

/** The functions it knows, by the names that Keras writes. */
export const supportedActivations: ReadonlySet<string> = new Set(
  [
    ['elu', 'selu', 'relu', 'relu6', 'linear', 'sigmoid', 'hard_sigmoid', 'softplus', 'softsign'],
    ['tanh', 'softmax', 'log_softmax', 'gelu', 'mish', 'swish'],
    // The same two as tfjs itself writes them.
    ['hardSigmoid', 'logSoftmax'],
  ].flat(),
);

/**
 * Layers of Keras that change something only while a model is trained: when it answers, what goes in
 * comes out.
 *
 * `RandomCrop` is none of them: it still cuts the middle out.
 */
export const trainingOnlyLayers: ReadonlySet<string> = new Set(
  [
    ['RandomFlip', 'RandomRotation', 'RandomZoom', 'RandomContrast', 'RandomBrightness'],
    ['RandomTranslation', 'RandomHeight', 'RandomWidth', 'RandomShear', 'RandomHue'],
    ['RandomSaturation', 'RandomSharpness', 'RandomColorJitter', 'RandomColorDegeneration'],
    [
      'RandomGrayscale',
      'RandomGaussianBlur',
      'RandomInvert',
      'RandomErasing',
      'RandomPosterization',
    ],
    ['RandomPerspective', 'RandomElasticTransform', 'RandAugment', 'AugMix', 'MixUp', 'CutMix'],
    ['SpatialDropout2D', 'SpatialDropout3D', 'ActivityRegularization', 'Identity'],
  ].flat(),
);
