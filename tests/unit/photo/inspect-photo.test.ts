import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ClassifierError } from '../../../src/core/errors';
import { isAnimated } from '../../../src/photo/find-animation';
import { inspectPhoto } from '../../../src/photo/inspect-photo';
import { type ImageType, sniffImageType } from '../../../src/photo/sniff-image-type';

const folder = fileURLToPath(new URL('../../fixtures/photos', import.meta.url));
const read = (name: string) => new Uint8Array(readFileSync(`${folder}/${name}`));

/** The code that a file is refused with. */
function codeOf(bytes: Uint8Array): string | null {
  try {
    inspectPhoto(bytes);
    return null;
  } catch (error) {
    if (!(error instanceof ClassifierError)) throw error;
    return error.code;
  }
}

describe('sniffImageType', () => {
  const types: Record<string, ImageType> = {
    'plain.jpg': 'image/jpeg',
    'plain.png': 'image/png',
    'plain.gif': 'image/gif',
    'plain.webp': 'image/webp',
    'plain.avif': 'image/avif',
    'plain.tiff': 'image/tiff',
    'photo.heic': 'image/heic',
    'drawing.svg': 'image/svg+xml',
    'drawing.jpg': 'image/svg+xml',
  };

  it.each(Object.entries(types))('knows %s by its bytes', (name, type) => {
    expect(sniffImageType(read(name))).toBe(type);
  });

  it.each([
    ['a text', 'Dear all, <svg> is a word here.'],
    ['a web page', '<!doctype html><html><body><svg></svg></body></html>'],
    ['a video', '\0\0\0\x18ftypmp42\0\0\0\0mp42isom'],
    ['a PDF', '%PDF-1.7'],
    ['a zip', 'PK\x03\x04'],
    ['nothing', ''],
  ])('does not take %s for a picture', (_, text) => {
    expect(sniffImageType(new TextEncoder().encode(text))).toBeNull();
  });

  it('takes whatever bytes come', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => void sniffImageType(bytes)));
  });
});

describe('inspectPhoto', () => {
  const good = ['plain', 'orientation-6', 'grey', 'cmyk', 'display-p3', 'trailing-video']
    .map((name) => `${name}.jpg`)
    .concat(['plain.png', '16-bit.png', 'half-transparent.png', 'plain.webp', 'plain.avif'])
    .concat(['plain.gif', 'animated.gif', 'animated.png', 'animated.webp']);

  it.each(good)('lets %s pass, upright 120 × 80', (name) => {
    expect(inspectPhoto(read(name)).size).toEqual({ width: 120, height: 80 });
  });

  it('says which ones move', () => {
    const moving = readdirSync(folder).filter((name) => {
      const bytes = read(name);
      const type = sniffImageType(bytes);
      return type !== null && isAnimated(type, bytes);
    });
    expect(moving).toEqual(['animated.gif', 'animated.png', 'animated.webp']);
  });

  it.each(['plain.jpg', 'plain.png', 'plain.webp', 'plain.avif', 'plain.gif'])(
    'notices wherever %s is cut off',
    (name) => {
      const whole = read(name);
      fc.assert(
        fc.property(fc.integer({ min: 40, max: whole.length - 3 }), (length) => {
          expect(codeOf(whole.subarray(0, length))).toBe('file-truncated');
        }),
      );
    },
  );

  it('notices an AVIF that ends between two of its boxes, or just after', () => {
    const whole = read('plain.avif');
    const data = new TextDecoder('latin1').decode(whole).indexOf('mdat') - 4;
    for (let length = data; length < data + 8; length++) {
      expect(codeOf(whole.subarray(0, length))).toBe('file-truncated');
    }
  });

  it.each(['plain.jpg', 'plain.png', 'plain.webp', 'plain.gif'])(
    'does not mind what is appended to %s',
    (name) => {
      const whole = read(name);
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 200 }), (more) => {
          expect(codeOf(new Uint8Array([...whole, ...more]))).toBeNull();
        }),
        { numRuns: 30 },
      );
    },
  );

  it('refuses damaged files with a code, never with another error', () => {
    const sources = good.map(read);
    fc.assert(
      fc.property(
        fc.constantFrom(...sources),
        fc.array(fc.tuple(fc.nat(600), fc.nat(255)), { maxLength: 12 }),
        (source, changes) => {
          const bytes = source.slice();
          for (const [at, value] of changes) bytes[at % bytes.length] = value;
          codeOf(bytes);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('refuses what would not fit in memory before it is decoded', () => {
    expect(codeOf(read('bomb.png'))).toBe('photo-too-large');
    expect(codeOf(read('long.png'))).toBe('photo-too-large');
    expect(codeOf(read('zero-size.png'))).toBe('photo-no-pixels');
  });
});
