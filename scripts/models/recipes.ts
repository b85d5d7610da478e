import type { Recipe } from './recipe';
import { plainView } from './views';

/** Photos that taught the trunk say little about photos that nothing here has seen. */
const SEEN = 'the trunk has learnt from these very photos, without labels';
const SEEN_OTHERS = 'the trunk has learnt from other photos of this set, without labels';

const unrelatedPhotos = [
  { data: 'Handwritten digits (MNIST)', folder: 'out-of-domain/digits' },
  { data: 'Screenshots of a user interface', folder: 'out-of-domain/screens' },
  {
    data: `Everyday photos of seven kinds (PACS, photo domain; ${SEEN})`,
    folder: 'out-of-domain/pacs_photo',
  },
  { data: `Textures (Describable Textures, part; ${SEEN})`, folder: 'out-of-domain/dtd' },
];

const crop = plainView('crop');
const squish = plainView('squish');
const pad = plainView('pad');
const squishFlip = { name: 'squish-flip', fit: 'squish', flip: true } as const;

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
    steps: 300,
    learningRate: 0.03,
    weightDecay: 0.02,
    labelSmoothing: 0,
  },
  calibrateOn: 'five-folds',
  outOfDomain: [
    ...unrelatedPhotos,
    { data: `Photos of garments (${SEEN_OTHERS})`, folder: 'clothing/test' },
    { data: `Photos of rubbish (part of TrashNet; ${SEEN})`, folder: 'trashnet', take: 300 },
  ],
  trainedOn: '354 photos of bears, collected from the web by github.com/y-arjun-y/bears.',
  credits: [
    'Photos: github.com/y-arjun-y/bears at 1a4bbb8 (its repository says MIT). They trained and measured this model; none is in it or shipped with it.',
    'After the bear classifier in chapter 2 of “Deep Learning for Coders” by Jeremy Howard and Sylvain Gugger',
  ],
  licence: 'MIT',
  card: {
    forWhom:
      'For people who want to see how a small classifier is made and where it fails, and for trying out every part of Bearings. **It must not decide whether a bear in front of a person is dangerous.** It was made from pictures that people put on the web: mostly whole animals, close, in daylight, well composed.',
    weakSpots: [
      'Nearly all its mistakes take a grizzly for a black bear or the other way round. Black bears can be brown, and brown bears dark; where colour is all there is to see, expect more of these.',
      'Night, infrared, blur, rain, far-away bears and odd poses, as trail cameras see them, are missing from the photos it was made from and measured on.',
      'Other bears (polar bears, pandas) are not among its labels and were not measured. They are likely to look familiar, and to get one of its three labels instead of a warning.',
      'Nobody has gone over the labels of the photos by hand; some may be wrong.',
    ],
    outOfDomain: [],
    tried: [
      'A trunk of our own instead of the object detector’s that it began as: 97.6 % right instead of 94.2 %, in the same cross-validation (`models/trunk/CARD.md`).',
      'Measured on the earlier trunk: training on the cropped, the squeezed and the mirrored photo helped by about half a point; judging the squeezed photo instead of the crop did not help; mirroring at test time would double the time for each photo.',
    ],
  },
};

const clothing: Recipe = {
  id: 'clothing',
  name: 'Clothing',
  summary: 'Names one of ten kinds of garment.',
  labels: [
    { folder: 'dress', label: 'Dress' },
    { folder: 'hat', label: 'Hat' },
    { folder: 'longsleeve', label: 'Long-sleeved top' },
    { folder: 'outwear', label: 'Jacket or coat' },
    { folder: 'pants', label: 'Trousers' },
    { folder: 'shirt', label: 'Shirt' },
    { folder: 'shoes', label: 'Shoes' },
    { folder: 'shorts', label: 'Shorts' },
    { folder: 'skirt', label: 'Skirt' },
    { folder: 't-shirt', label: 'T-shirt' },
  ],
  photos: 'clothing',
  officialSplits: true,
  fit: 'squish',
  views: [squish, pad, squishFlip],
  training: {
    steps: 400,
    learningRate: 0.05,
    weightDecay: 0.002,
    labelSmoothing: 0,
  },
  calibrateOn: 'own-part',
  outOfDomain: [
    ...unrelatedPhotos,
    { data: 'Photos of bears', folder: 'bears' },
    { data: `Photos of rubbish (TrashNet; ${SEEN})`, folder: 'trashnet' },
  ],
  trainedOn: '3,068 photos of single garments (clothing-dataset-small, official training part).',
  credits: [
    'Photos: github.com/alexeygrigorev/clothing-dataset-small at 1196151, CC0 1.0, contributed by Toloka users and friends of Alexey Grigorev',
  ],
  licence: 'CC0-1.0 (head, bank and figures)',
  card: {
    forWhom:
      'For sorting photos of single garments, lying flat or on a hanger, as in a wardrobe or a second-hand shop.',
    weakSpots: [
      'T-shirts, long-sleeved tops and shirts are taken for one another most often: their difference is a sleeve or a collar, a few pixels at this size. Jackets are often taken for long-sleeved tops, and skirts for shorts.',
      'Garments worn by people, several garments in one photo and details (a sleeve, a shoe from above) are hardly in its photos.',
      'All photos come from one collection, so photos from elsewhere will be judged worse than these figures say.',
    ],
    outOfDomain: [
      'A quarter of the everyday photos show people, most of them dressed: being less surprised by those is not wrong.',
      'Textures and rubbish are warned about less than the rest. Many textures look like cloth, and rubbish was photographed as garments are: one thing on a plain ground.',
    ],
    tried: [
      'Borders instead of squeezing came out the same (validation part); training on both helps a little.',
      'Measured on the earlier trunk: both taps together are better than one alone.',
    ],
  },
};

const trash: Recipe = {
  id: 'trash',
  name: 'Trash sorting',
  summary: 'Says what a piece of rubbish is made of, and often that it is not sure.',
  labels: [
    { folder: 'cardboard', label: 'Cardboard' },
    { folder: 'glass', label: 'Glass' },
    { folder: 'metal', label: 'Metal' },
    { folder: 'paper', label: 'Paper' },
    { folder: 'plastic', label: 'Plastic' },
    { folder: 'trash', label: 'Other rubbish' },
  ],
  photos: 'trashnet',
  officialSplits: false,
  fit: 'squish',
  views: [squish],
  training: {
    steps: 400,
    learningRate: 0.05,
    weightDecay: 0.004,
    labelSmoothing: 0,
  },
  calibrateOn: 'own-part',
  outOfDomain: [
    ...unrelatedPhotos,
    { data: 'Photos of bears', folder: 'bears' },
    { data: `Photos of garments (${SEEN_OTHERS})`, folder: 'clothing/test' },
  ],
  trainedOn: 'About 1,770 photos of single pieces of rubbish (TrashNet).',
  credits: ['Photos: TrashNet by Gary Thung and Mindy Yang (github.com/garythung/trashnet), MIT'],
  licence: 'MIT',
  card: {
    forWhom:
      'For seeing a classifier be honestly unsure: glass and clear plastic look alike, and so do crumpled paper and thin cardboard. Not for a sorting plant.',
    weakSpots: [
      'Every photo was taken on the same white board by the same two people. Real bins, hands, dirt and several things at once are outside its domain, and many of those photos will rightly be warned about.',
      '“Other rubbish” is a mixed bag with few photos, and is recognised worst.',
      'Photos of one object from several sides may lie on both sides of a split where they are not near-duplicates; the true accuracy on new objects is then a little lower.',
    ],
    outOfDomain: [
      'Screenshots are warned about least: they are mostly white, as the board is that all its photos were taken on. Only features from half-way through the network tell the two apart.',
    ],
    tried: [
      'A trunk of our own instead of the object detector’s that it began as, and domain scores that look at its half-way blocks too (`models/trunk/CARD.md`): 89.2 % right instead of 83.4 %; 94 % of screenshots warned about instead of 50 %.',
    ],
  },
};

/** The models that come with Bearings and have a head of their own. */
export const recipes: readonly Recipe[] = [bears, clothing, trash];
