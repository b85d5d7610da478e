import { exportRefusals } from './export-refusals';
import { modelRefusals } from './model-refusals';

/**
 * Every failure a person can cause or meet, by code. The code is for programs, the sentence and the
 * way on are for people; both are plain English and fit on a phone.
 */
const descriptions = {
  'file-empty': {
    sentence: 'This file is empty.',
    wayOn: 'It may not have finished copying. Copy it again, or choose another photo.',
  },
  'file-unreadable': {
    sentence: 'This file cannot be read.',
    wayOn: 'Check that it is still there, that it is a file, and that you may open it.',
  },
  'file-not-a-photo': {
    sentence: 'This file is not a photo, whatever its name says.',
    wayOn: 'Choose a JPEG, PNG, WebP, AVIF or GIF picture.',
  },
  'file-truncated': {
    sentence: 'This photo is cut off: part of the file is missing.',
    wayOn: 'Copy or download it again from where it came.',
  },
  'photo-no-pixels': {
    sentence: 'This picture is zero pixels wide or high.',
    wayOn: 'Choose another photo.',
  },
  'photo-too-large': {
    sentence: 'This picture has too many pixels to open safely on this device.',
    wayOn: 'Save a smaller copy (up to 120 megapixels) and try that.',
  },
  'photo-format-unsupported': {
    sentence: 'This browser cannot open this kind of picture.',
    wayOn: 'Save or export it as JPEG or PNG and try that.',
  },
  'photo-heic-unsupported': {
    sentence: 'This is a HEIC photo, which this browser cannot open.',
    wayOn:
      'On an iPhone choose Settings › Camera › Formats › Most Compatible, or share the photo as JPEG. Safari opens HEIC as it is.',
  },
  'photo-svg-unsupported': {
    sentence: 'SVG files are drawings, not photos, so there is nothing here to classify.',
    wayOn: 'Export the drawing as PNG if you want to try it all the same.',
  },
  'photo-decode-failed': {
    sentence: 'The browser could not open this picture.',
    wayOn: 'It may be damaged. Open it in another app, save it as JPEG, and try that.',
  },
  'model-not-found': {
    sentence: 'The model is not where it should be.',
    wayOn: 'Check the address, or choose another model.',
  },
  'model-manifest-invalid': {
    sentence: 'The description of this model (bearings.json) is not valid.',
    wayOn: 'Choose another model, or ask its maker for a new export.',
  },
  'model-part-missing': {
    sentence: 'A part of the model is missing.',
    wayOn: 'Export or copy the model again: every file that its model.json names is needed.',
  },
  'model-part-damaged': {
    sentence: 'A part of the model is damaged: it is not what the model’s description promises.',
    wayOn:
      'Download or export the model again: files are sometimes cut short on the way. If the model came with this page, reload it.',
  },
  'model-weights-invalid': {
    sentence: 'The model’s weights are broken (they hold values that are not numbers).',
    wayOn: 'Choose another model, or ask its maker for a new export.',
  },
  'model-output-unexpected': {
    sentence: 'The model’s answer does not have the shape its description promises.',
    wayOn: 'Choose another model, or ask its maker for a matching description.',
  },
  'model-build-failed': {
    sentence: 'TensorFlow.js could not put this model together.',
    wayOn:
      'The details say where it stopped. Convert the model again with the newest tensorflowjs (pip install -U tensorflowjs), or export it as a graph model.',
  },
  'model-unsupported': {
    sentence: 'Bearings cannot run this kind of model.',
    wayOn: 'Choose an image classifier exported for TensorFlow.js.',
  },
  'model-too-large': {
    sentence: 'This is larger than Bearings opens on a device.',
    wayOn: 'Export a smaller or a quantised model, and pick the model’s own files only.',
  },
  'model-op-unsupported': {
    sentence: 'This model’s graph asks for a calculation that TensorFlow.js does not have.',
    wayOn:
      'Convert it again with the newest tensorflowjs (pip install -U tensorflowjs), or export the model without that step.',
  },
  'archive-damaged': {
    sentence: 'This zip is damaged or cut off.',
    wayOn: 'Download, copy or export it again.',
  },
  'archive-encrypted': {
    sentence: 'This zip is locked with a password.',
    wayOn: 'Unpack it with the password, then open the folder.',
  },
  'archive-unsafe': {
    sentence: 'These files are put together in a way that could do harm, so they stay unopened.',
    wayOn: 'Do not use this copy. Ask its maker for a new export.',
  },
  'archive-unsupported': {
    sentence: 'This archive is packed in a way that Bearings cannot open.',
    wayOn: 'Unpack it and open the folder, or pack it again as an ordinary zip.',
  },
  'archive-nested': {
    sentence: 'There is an archive inside another archive here, and the inner one was not opened.',
    wayOn: 'Unpack the inner archive and open the folder it makes.',
  },
  'address-invalid': {
    sentence: 'This is not a web address.',
    wayOn: 'Paste the whole address, from https:// on.',
  },
  'address-insecure': {
    sentence: 'Models are fetched over secure connections (https) only.',
    wayOn: 'Try the address with https, or download the model yourself and drop it here.',
  },
  'address-not-found': {
    sentence: 'There is nothing at this address.',
    wayOn: 'Check it letter by letter: it may be mistyped, or the model was taken away.',
  },
  'address-refused': {
    sentence: 'The host does not give this model to everyone.',
    wayOn: 'Sign in there, download the model yourself, and drop the file here.',
  },
  'address-web-page': {
    sentence: 'This is the address of a web page, not of a model.',
    wayOn: 'Download the model on that page and drop the file here.',
  },
  'address-forbids-reading': {
    sentence: 'The host of this address does not let other pages read it.',
    wayOn: 'Open the address in a tab of its own to download the model, then drop the file here.',
  },
  'address-unreachable': {
    sentence: 'This address cannot be read.',
    wayOn:
      'Check it and the connection. If it opens in a tab of its own, its host does not let other pages read it: download the model there and drop the file here.',
  },
  'download-interrupted': {
    sentence: 'The download broke off.',
    wayOn: 'Try again. If it keeps happening, download the model yourself and drop it here.',
  },
  'download-too-large': {
    sentence: 'This download is larger than 1 GB, too large for a browser tab.',
    wayOn: 'Choose a smaller model.',
  },
  'download-unavailable': {
    sentence: 'This page could not start its separate download document.',
    wayOn: 'Reload and try again, or download the model yourself and drop it here.',
  },
  ...modelRefusals,
  ...exportRefusals,
  'project-damaged': {
    sentence: 'This is not a Bearings project, or its description is damaged.',
    wayOn:
      'Save the project again where it was made, or unpack the file and import its folder of photos.',
  },
  'project-too-new': {
    sentence: 'This project was made by a newer version of Bearings.',
    wayOn: 'Reload this page to get the newest version, then open the project again.',
  },
  'project-not-found': {
    sentence: 'This project is not on this device.',
    wayOn: 'It may have been deleted, or made in another browser. Choose one from the list.',
  },
  'project-open-elsewhere': {
    sentence: 'This project is open in another tab.',
    wayOn: 'Go on there, or close that tab and try again. Nothing is lost.',
  },
  'project-full': {
    sentence: 'This device has no room left for more photos.',
    wayOn:
      'Everything saved so far is safe. Free some space, or delete a project you no longer need, then choose the same photos again to go on.',
  },
  'photos-none': {
    sentence: 'There are no photos in what you handed over.',
    wayOn: 'Choose a folder or a zip that holds JPEG, PNG, WebP, AVIF or GIF pictures.',
  },
  'training-too-few': {
    sentence: 'There are too few labelled photos to learn from.',
    wayOn:
      'A model needs at least two labels, each with at least two photos in the train part. Ten or more of each are better.',
  },
  'training-no-features': {
    sentence: 'No place for features is known in this model, so nothing new can be trained on it.',
    wayOn:
      'Train on the built-in network, or open the model again and choose where its features are.',
  },
  'tuning-unsupported': {
    sentence: 'This network has no last block that can be tuned.',
    wayOn: 'Turn tuning off, or train on the built-in network.',
  },
  'tuning-too-large': {
    sentence: 'Tuning the last block of the network on so many photos takes too much memory.',
    wayOn: 'Turn tuning off, or learn from fewer changed copies of each photo.',
  },
  'photos-too-few': {
    sentence: 'These are too few usable photos for this.',
    wayOn: 'Add at least three photos of each label, better ten, all of different things.',
  },
  'file-unwritable': {
    sentence: 'The file cannot be written.',
    wayOn: 'Check that its folder is there, that you may write to it, and that the disk has room.',
  },
  'evaluation-labels-unknown': {
    sentence: 'Folders of these photos do not bear the names of the model’s labels.',
    wayOn:
      'Name each folder after its label, or say which is which: --label "folder=label", once for each. Folders of something else belong behind --ood.',
  },
  'evaluation-no-photos': {
    sentence: 'There are no photos here that the model can be held against.',
    wayOn:
      'Name a folder that has a folder of photos for each label, with at least one photo that opens.',
  },
  'photos-alike': {
    sentence: 'The model sees the same thing in all of these photos, so they teach it nothing.',
    wayOn:
      'Add photos of different things. If they already are, choose another place for the features, or let the preprocessing doctor check how photos are prepared.',
  },
  'page-insecure': {
    sentence: 'This page was not opened over a secure connection, so no model can be checked.',
    wayOn: 'Open it over https or on localhost.',
  },
  'backend-unavailable': {
    sentence: 'No way of running the model on this device gave the right answers.',
    wayOn: 'Update the browser, or try another one. Nothing was classified.',
  },
  'result-not-finite': {
    sentence: 'The model gave no usable answer for this photo.',
    wayOn: 'Try again. If it keeps happening, pin another backend in Settings.',
  },
  'engine-stopped': {
    sentence: 'The engine stopped while it worked on this photo, twice.',
    wayOn: 'Try again, with a smaller photo or fewer open tabs.',
  },
  'network-offline': {
    sentence: 'This part is not on the device yet and there is no connection.',
    wayOn: 'Connect once to store it; after that it works offline.',
  },
  'storage-full': {
    sentence: 'There is no room left on this device to keep this.',
    wayOn: 'It is still here until you close the page. Free some space in Settings › Storage.',
  },
  'storage-unavailable': {
    sentence: 'This browser does not let the page keep anything (private window?).',
    wayOn: 'Everything works, but nothing is kept when you close the page.',
  },
  'storage-in-use': {
    sentence: 'An older version of Bearings is open in another tab and holds on to what is kept.',
    wayOn: 'Close the other tabs and reload. Nothing is lost.',
  },
  'camera-denied': {
    sentence: 'The browser was not allowed to use the camera.',
    wayOn:
      'Allow the camera for this page in the browser’s address bar, then try again. Or take a photo with your camera app and choose it here.',
  },
  'camera-none': {
    sentence: 'No camera was found.',
    wayOn: 'Connect one and try again, or choose photos instead.',
  },
  'camera-busy': {
    sentence: 'Another app is using the camera.',
    wayOn: 'Close that app, then try again.',
  },
  'camera-insecure': {
    sentence: 'Browsers give the camera only to secure (https) pages.',
    wayOn: 'Open this page over https or on localhost, or choose photos instead.',
  },
  'camera-unplugged': {
    sentence: 'The camera went away.',
    wayOn: 'Connect it again and press Try again. Frames you kept are still here.',
  },
  cancelled: {
    sentence: 'Cancelled.',
    wayOn: 'Start again whenever you like.',
  },
  internal: {
    sentence: 'Something went wrong inside Bearings.',
    wayOn: 'Try again. If it keeps happening, reload the page.',
  },
} as const satisfies Record<string, { sentence: string; wayOn: string }>;

/** The name of one kind of failure. Stable: programs may match on it. */
export type ErrorCode = keyof typeof descriptions;

/** Every code there is, for tests and documentation. */
export const errorCodes = Object.keys(descriptions) as ErrorCode[];

/** A `ClassifierError` as plain data, fit to cross a thread. */
export interface PlainError {
  code: ErrorCode;
  /** What exactly happened, for the technically minded: one click away, never the headline. */
  detail: string;
}

/** The one error type of Bearings: a code, a plain sentence (`message`), and a way on. */
export class ClassifierError extends Error {
  override readonly name = 'ClassifierError';
  readonly wayOn: string;

  constructor(
    readonly code: ErrorCode,
    readonly detail = '',
    options?: ErrorOptions,
  ) {
    super(descriptions[code].sentence, options);
    this.wayOn = descriptions[code].wayOn;
  }

  toPlain(): PlainError {
    return { code: this.code, detail: this.detail };
  }

  static fromPlain(plain: PlainError): ClassifierError {
    return new ClassifierError(plain.code, plain.detail);
  }

  /** Wraps whatever was thrown; a `ClassifierError` stays itself, an abort becomes `cancelled`. */
  static from(thrown: unknown, fallback: ErrorCode = 'internal'): ClassifierError {
    if (thrown instanceof ClassifierError) return thrown;
    if (thrown instanceof Error) {
      const code = thrown.name === 'AbortError' ? 'cancelled' : fallback;
      return new ClassifierError(code, `${thrown.name}: ${thrown.message}`, { cause: thrown });
    }
    return new ClassifierError(fallback, String(thrown));
  }
}
