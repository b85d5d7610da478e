import type { ManifestOptions } from 'vite-plugin-pwa';

/** What the operating system knows about the installed app. Addresses are relative to the site. */
export const webManifest: Partial<ManifestOptions> = {
  id: './',
  name: 'Bearings',
  short_name: 'Bearings',
  description: 'An image classifier on your device that knows when it is out of its depth.',
  lang: 'en',
  start_url: './',
  scope: './',
  display: 'standalone',
  background_color: '#eef1e9',
  theme_color: '#eef1e9',
  categories: ['photo', 'education', 'utilities'],
  icons: [
    { src: './icons/logo.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' },
    { src: './icons/icon-192.png', sizes: '192x192', type: 'image/png', purpose: 'any' },
    { src: './icons/icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'any' },
    { src: './icons/maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
  ],
  share_target: {
    action: './share-target',
    method: 'POST',
    enctype: 'multipart/form-data',
    params: { files: [{ name: 'photos', accept: ['image/*'] }] },
  },
  file_handlers: [
    {
      action: './',
      accept: {
        'image/jpeg': ['.jpg', '.jpeg'],
        'image/png': ['.png'],
        'image/webp': ['.webp'],
        'image/avif': ['.avif'],
        'image/gif': ['.gif'],
        'image/heic': ['.heic', '.heif'],
      },
    },
  ],
  launch_handler: { client_mode: ['focus-existing', 'auto'] },
};
