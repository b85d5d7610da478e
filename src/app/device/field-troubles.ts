/** What goes wrong when a model leaves the lab, and what this app does about each. */
export const fieldTroubles: readonly { trouble: string; why: string; here: string }[] = [
  {
    trouble: 'Night and bad light',
    why: 'Training photos come from people who took them by day and posted the good ones.',
    here: 'Familiarity drops and the warning comes, instead of a confident guess. Turn on a light or ask a person.',
  },
  {
    trouble: 'Blur and small pictures',
    why: 'Trail cameras are cheap and far away; the animal fills a corner.',
    here: 'Very small photos are pointed out, and the detail view shows the very square the model saw.',
  },
  {
    trouble: 'Odd poses and parts',
    why: 'From behind, half hidden, curled up: nobody uploads those.',
    here: 'A doubtful label is not named: the verdict says which two it may be.',
  },
  {
    trouble: 'Something else entirely',
    why: 'A classifier must pick one of its labels, whatever it is shown. A tent becomes a bear.',
    here: 'Every photo is compared with reference photos first. The false-alarm rate is yours to set.',
  },
  {
    trouble: 'Video instead of photos',
    why: 'Frame by frame, labels flicker and one odd frame raises an alarm.',
    here: 'The camera averages frames, and a verdict changes only when several in a row agree.',
  },
  {
    trouble: 'Answers that come too late',
    why: 'A warning after the bear has left is no warning.',
    here: 'No network in between: the time above is all there is, with or without signal.',
  },
  {
    trouble: 'The world drifts',
    why: 'New cameras, new seasons, new visitors: what was usual last year is not.',
    here: 'Verdicts are counted on this device. A growing share out of domain means: time to retrain.',
  },
];

/** When another place is the right one all the same. */
export const serverReasons: readonly { when: string; why: string }[] = [
  { when: 'The model is too big', why: 'Hundreds of megabytes do not belong on a phone.' },
  { when: 'Its weights are a secret', why: 'What runs here can be read here.' },
  { when: 'It changes every hour', why: 'A server updates once; devices update when they can.' },
  { when: 'It needs everyone’s data', why: 'Search in a shared collection happens where that is.' },
];
