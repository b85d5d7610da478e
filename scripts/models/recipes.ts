import type { Recipe } from './recipe';
import { plainView } from './views';

const everydayPhotos = [
  { data: 'Everyday photos of seven kinds (PACS, photo domain)', folder: 'out-of-domain/pacs_photo' },
  { data: 'Textures (Describable Textures, part)', folder: 'out-of-domain/dtd' },
  { data: 'Handwritten digits (MNIST)', folder: 'out-of-domain/digits' },
  { data: 'Screenshots of a user interface', folder: 'out-of-domain/screens' },
];

const crop = plainView('crop');
const squish = plainView('squish');
const squishFlip = { name: 'squish-flip', fit: 'squish', flip: true } as const;

/** Factor that brings unit-length features of a tap to about 1 each: kinder to the optimiser. */
const UNIT = 30;

const bears: Recipe = {
  id: 'bears',
  name: 'Bears',
  summary: 'Tells grizzly bears, black bears and teddy bears apart.',
  labels: [
    { folder: 'grizzly', label: 'Grizzly bear' },
    { folder: 'black', label: 'Black bear' },
    { folder: 'teddy', label: 'Teddy bear' },
  ],
  photos: 'bears',
  officialSplits: false,
  fit: 'crop',
  views: [crop, squish, squishFlip],
  training: {
    steps: 400,
    learningRate: 0.02,
    weightDecay: 0.01,
    labelSmoothing: 0,
    patience: 80,
    tapScales: [UNIT, 0],
  },
  calibrateOn: 'five-folds',
  maxBankPhotos: 600,
  outOfDomain: [],
  trainedOn: 'About 350 photos of bears collected from the web (github.com/y-arjun-y/bears).',
  credits: ['Photos: github.com/y-arjun-y/bears; used to train and measure, not shipped'],
  licence: 'MIT',
  card: { forWhom: '', weakSpots: [], tried: [] },
};

/** The models that come with Bearings and have a head of their own. */
export const recipes: readonly Recipe[] = [bears];
