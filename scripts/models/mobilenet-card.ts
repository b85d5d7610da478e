import type { MobilenetKind } from './inspect-mobilenet';

/** The card of a MobileNet that the user added. */
export function composeMobilenetCard({ version, alpha, inputRange }: MobilenetKind): string {
  return `# MobileNet (ImageNet)

A MobileNet V${version} (width ${alpha}, input [${inputRange.join(', ')}]) that you added with \`npm run models:mobilenet\`. It names one of the 1,000 ImageNet classes and runs through \`@tensorflow-models/mobilenet\`, whose class list it uses.

## For whom

For seeing what a general classifier makes of a photo, and for comparison with models that know their limits. It is not part of Bearings, and nobody here has measured this copy.

## Weak spots

- **No out-of-domain warning.** That needs reference photos of what the model is meant for, and there are none here. It gives a label to anything.
- **Its confidence is not calibrated.** The percentage is the network's raw softmax: treat it as a ranking, not as a chance.
- ImageNet's classes are lopsided (over 100 kinds of dogs, no person) and its photos come from the web of 2010.
- A thousand labels share the probability, so that the top one seldom gets much of it; many verdicts will be *unsure*.

## Licence

That of the copy you added. Google publishes MobileNet under Apache-2.0; ImageNet's photos have terms of their own.
`;
}
