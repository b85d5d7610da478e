import type { PlainKind } from '../../core/export/plain-kinds';
import { channelCounts } from '../../core/contract';
import type { InputSpec, Manifest } from '../../core/manifest';
import {
  isEqualScale,
  isPerColour,
  isSameScale,
  type PerColour,
  scaleOpacity,
  usualScales,
} from '../../core/scale';
import type { PlainContent } from './plain-files';

const fits = {
  crop: 'cut the largest centred rectangle of the right shape out of the photo, then shrink it',
  pad: 'shrink the whole photo, and fill what is left of the picture with black on both sides',
  squish: 'shrink the whole photo to the size, whatever that does to its shape',
} as const;

const colours = {
  rgb: 'red, green, blue',
  bgr: 'blue, green, red',
  grey: 'one channel: 0.299 × red + 0.587 × green + 0.114 × blue',
  rgba: 'red, green, blue, and a fourth that is the same everywhere (below)',
} as const;

/** The README of a plain model: how photos are prepared, what comes out, what is not in it. */
export function describePlain(
  kind: PlainKind,
  { manifest, input, check, network }: PlainContent,
): string {
  const { name, labels, calibration, provenance, licence } = manifest;
  const loader = kind === 'layers' ? 'tf.loadLayersModel' : 'tf.loadGraphModel';
  const isOurs = check !== null;
  const output = isOurs ? 'probabilities' : manifest.output;
  const paragraphs = [
    name,
    `A TensorFlow.js ${kind === 'layers' ? 'layers' : 'graph'} model, written by Bearings.`,
    `FILES
model.json and weights.bin: the network. labels.txt: its labels, one a line. metadata.json: the
same for Teachable Machine's library and ml5.`,
    `HOW A PHOTO BECOMES NUMBERS
1. Turn the photo upright${input.orientation === 'as-stored' ? ': NOT for this model, take it as it is stored' : ' as its EXIF data says'}.
2. Fit it to ${input.width} × ${input.height} pixels: ${fits[input.fit]}. Use a smooth (antialiased) filter.
3. value = byte × ${write(input.scale.multiply)} + ${write(input.scale.add)}${describeScale(input)}
4. Channels: ${colours[input.channels]}.
5. Shape: ${describeShape(input)}.`,
    `WHAT COMES OUT
${describeOutput(output, labels.length)} The order is that of labels.txt:
${labels.map((label, i) => `  ${i}  ${label}`).join('\n')}`,
    `HOW TO RUN IT
const model = await ${loader}('model.json');
const pixels = tf.browser.fromPixels(canvas).toFloat(); // the canvas: ${input.width} × ${input.height}
const values = pixels.mul(${write(input.scale.multiply)}).add(${write(input.scale.add)})${describeMix(input)};
const input = values${input.layout === 'nchw' ? '.transpose([2, 0, 1])' : ''}.expandDims(0);
const answer = await model.predict(input).data();`,
    ...(kind === 'layers' ? [describeLibraries(manifest, input, isOurs)] : []),
    ...(isOurs ? [describeHonestly(kind, check, calibration !== null)] : []),
    ...(network.kind === 'tfjs-layers' && isOurs
      ? [
          `HOW IT IS BUILT
Standard Keras layers only. Features are scaled to unit length exactly: from x the pair [x, -x] is
made (a depthwise convolution), whose mean is 0 and whose variance is |x|² / n; layer normalisation
then gives [x, -x] × √n / |x|, and the last dense layer takes √n back.`,
        ]
      : []),
    `WHAT IS NOT IN IT
This is the bare network. It always names one of its labels, even for a photo of something else.
The out-of-domain warning, the prediction sets and the model card are in the whole model ("Export
the whole model" in Bearings) alone.`,
    `Trained on: ${provenance.trainedOn}
Credits: ${provenance.credits.join('; ') || 'none given'}
Licence: ${licence}`,
  ];
  return `${paragraphs.join('\n\n')}\n`;
}

function describeScale({ scale }: InputSpec): string {
  if (isEqualScale(scale, usualScales['-1…1.008'])) return ' (byte / 127 - 1)';
  if (isEqualScale(scale, usualScales['-1…1'])) return ' (byte / 127.5 - 1)';
  return isPerColour(scale) ? ' (a number each for red, green and blue)' : '';
}

function write(value: PerColour): string {
  return typeof value === 'number' ? String(value) : `[${value.join(', ')}]`;
}

/** What makes of red, green and blue the channels that the model wants. */
function describeMix({ channels, width, height, scale }: InputSpec): string {
  if (channels === 'bgr') return '.reverse(2)';
  if (channels === 'rgba') {
    return `.concat(tf.fill([${height}, ${width}, 1], ${scaleOpacity(scale)}), 2)`;
  }
  return channels === 'grey' ? '.mul([0.299, 0.587, 0.114]).sum(2, true)' : '';
}

function describeShape({ width, height, channels, layout }: InputSpec): string {
  const count = channelCounts[channels];
  const sides = layout === 'nhwc' ? [height, width, count] : [count, height, width];
  return `[1, ${sides.join(', ')}]`;
}

function describeOutput(output: Manifest['output'], labels: number): string {
  switch (output) {
    case 'probabilities':
      return `${labels} probabilities with sum 1.`;
    case 'logits':
      return `${labels} logits: take softmax of them.`;
    case 'sigmoid':
      return 'One probability a unit, each by itself.';
    case 'sigmoid-logits':
      return 'One number a unit: take the sigmoid of each.';
  }
}

function describeLibraries({ output }: Manifest, input: InputSpec, isOurs: boolean): string {
  const isSquare = input.width === input.height;
  const isTheirScale = isSameScale(input.scale, usualScales['-1…1.008']);
  const isTheirs = isSquare && isTheirScale && input.channels !== 'rgba';
  const fits = isTheirs && (isOurs || output === 'probabilities');
  if (!fits) {
    return `TEACHABLE MACHINE'S LIBRARY AND ML5
Do not use them with this model: they prepare photos in another way (square, byte / 127 - 1).`;
  }
  return `TEACHABLE MACHINE'S LIBRARY AND ML5
tmImage.load('model.json', 'metadata.json') and ml5.imageClassifier('model.json') open this folder.
Both prepare photos themselves as steps 3 to 5 say${
    input.fit === 'crop'
      ? ', and step 2 too.'
      : ', but always crop: give them pictures that are fitted already (step 2).'
  }`;
}

function describeHonestly(
  kind: PlainKind,
  { precision, error }: { precision: string; error: number },
  isCalibrated: boolean,
): string {
  return `HOW CLOSE IT IS
${kind === 'layers' ? 'Fed in this way it answers' : 'It answers'} as the model does in Bearings: no probability differs by more than ${error.toExponential(1)},
measured on ${EXPORT_PICTURES} pictures on the device that exported it. Weights are stored as ${precision}.
${isCalibrated ? 'The calibration of the confidence is folded into the last layer.' : 'Its confidence was never calibrated.'}`;
}

const EXPORT_PICTURES = 8;
