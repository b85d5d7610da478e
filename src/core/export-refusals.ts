/** Why something cannot be exported, for the list of all failures. */
export const exportRefusals = {
  'export-layers-unsupported': {
    sentence: 'This model has a step that no standard layer stands for.',
    wayOn: 'Export it as a graph model instead: that holds any step.',
  },
  'export-not-offered': {
    sentence: 'This kind of model cannot be exported in this form.',
    wayOn: 'Export the whole model as a zip instead.',
  },
  'export-inexact': {
    sentence:
      'The exported model did not give the same answers on this device, so it was not saved.',
    wayOn:
      'Pin the backend to “wasm” in Settings and try again, or export the whole model as a zip.',
  },
  'export-no-model': {
    sentence: 'This project has no trained model yet.',
    wayOn: 'Train one first. The project itself can be saved at any time.',
  },
  'export-parts-missing': {
    sentence: 'The parts that an app is made of are not on this site.',
    wayOn: 'An app can be made on the built site only: run “npm run build”, then “npm start”.',
  },
  'clipboard-denied': {
    sentence: 'The browser did not let this page copy.',
    wayOn: 'Select the text and copy it by hand.',
  },
  'icon-unreadable': {
    sentence: 'This picture cannot be used as an icon.',
    wayOn: 'Choose a JPEG, PNG or WebP picture, or use a letter.',
  },
} as const;
