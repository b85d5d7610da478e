/** MIME types of pictures that Bearings knows by their first bytes. */
export type ImageType =
  | 'image/jpeg'
  | 'image/png'
  | 'image/gif'
  | 'image/webp'
  | 'image/avif'
  | 'image/heic'
  | 'image/bmp'
  | 'image/x-icon'
  | 'image/tiff'
  | 'image/jxl'
  | 'image/jp2'
  | 'image/vnd.adobe.photoshop'
  | 'image/svg+xml';

/** First bytes that name a format by themselves. `?` stands for any byte. */
const signatures: [ImageType, string][] = [
  ['image/jpeg', '\xff\xd8\xff'],
  ['image/png', '\x89PNG\r\n\x1a\n'],
  ['image/gif', 'GIF87a'],
  ['image/gif', 'GIF89a'],
  ['image/webp', 'RIFF????WEBP'],
  ['image/bmp', 'BM????\0\0\0\0'],
  ['image/x-icon', '\0\0\x01\0'],
  ['image/tiff', 'II*\0'],
  ['image/tiff', 'MM\0*'],
  ['image/jxl', '\xff\x0a'],
  ['image/jxl', '\0\0\0\x0cJXL '],
  ['image/jp2', '\0\0\0\x0cjP  '],
  ['image/vnd.adobe.photoshop', '8BPS'],
];

/** Brands of the ISO base media container (ISO/IEC 23008-12, AV1 Image File Format). */
const brands: Record<string, ImageType> = {
  avif: 'image/avif',
  avis: 'image/avif',
  heic: 'image/heic',
  heix: 'image/heic',
  heim: 'image/heic',
  heis: 'image/heic',
  hevc: 'image/heic',
  hevx: 'image/heic',
};

/** Far enough to get past an XML declaration, a doctype and a licence comment. */
const SVG_SEARCH_BYTES = 4096;

/**
 * Tells what kind of picture a file is by its first bytes, never by its name or the type it claims.
 *
 * @param bytes The file, or at least its first 4 kB.
 * @returns `null` when it is no picture that we know.
 */
export function sniffImageType(bytes: Uint8Array): ImageType | null {
  for (const [type, signature] of signatures) {
    if (startsWith(bytes, signature)) return type;
  }
  return sniffIsoMedia(bytes) ?? (looksLikeSvg(bytes) ? 'image/svg+xml' : null);
}

function startsWith(bytes: Uint8Array, signature: string): boolean {
  if (bytes.length < signature.length) return false;
  for (let i = 0; i < signature.length; i++) {
    if (signature[i] !== '?' && bytes[i] !== signature.charCodeAt(i)) return false;
  }
  return true;
}

/** AVIF and HEIC: the major brand decides; `mif1` and `msf1` leave it to the compatible brands. */
function sniffIsoMedia(bytes: Uint8Array): ImageType | null {
  if (!startsWith(bytes, '????ftyp')) return null;
  const length = Math.min(new DataView(bytes.buffer, bytes.byteOffset).getUint32(0), bytes.length);
  for (let at = 8; at + 4 <= length; at += at === 8 ? 8 : 4) {
    const type = brands[latin1(bytes.subarray(at, at + 4))];
    if (type) return type;
  }
  return null;
}

function looksLikeSvg(bytes: Uint8Array): boolean {
  const text = latin1(bytes.subarray(0, SVG_SEARCH_BYTES)).replace(/^\xef\xbb\xbf/, '');
  if (!/^\s*</.test(text)) return false;
  const body = text.replace(/<\?[^]*?\?>|<!--[^]*?-->|<!DOCTYPE[^>[]*(\[[^\]]*\])?[^>]*>/gi, '');
  return /^\s*<(\w+:)?svg[\s>/]/i.test(body);
}

function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}
