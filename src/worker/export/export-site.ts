import { ClassifierError } from '../../core/errors';
import { writeAppSite } from '../../model/export/app-site';
import { writeElementKit } from '../../model/export/element-kit';
import { type ExportParts, parseExportParts, PARTS_PATH } from '../../model/export/export-parts';
import { FetchedFiles } from '../../model/fetched-files';
import type { HeldFile } from '../../model/memory-files';
import { parseJson } from '../../model/read-part';
import { drawAppIcons } from '../../photo/draw-app-icon';
import type { ExportedZip, ExportProgress, ExportSiteRequest } from '../export-protocol';
import { collectSource } from './collect-source';
import { packFiles } from './pack-files';

/** Handles `exportSite`: a model with all that runs it, as a static site or as parts for one. */
export async function exportSite(
  { source, form, identity, picture, siteUrl }: ExportSiteRequest,
  signal: AbortSignal,
  onProgress: (progress: ExportProgress) => void,
): Promise<ExportedZip> {
  onProgress({ stage: 'read', done: 0, total: 0 });
  const site = new FetchedFiles(siteUrl);
  const parts = await readParts(site, signal);
  const model = await collectSource(source, signal);
  const paths = form === 'app' ? parts.app : parts.element;
  let done = 0;
  const built = await Promise.all(
    paths.map(async (path): Promise<HeldFile> => {
      const content = await site.read(path, { signal });
      done += 1;
      onProgress({ stage: 'collect', done, total: paths.length });
      return { path, content };
    }),
  );
  const files =
    form === 'app'
      ? await writeAppSite({
          parts,
          identity,
          built,
          model: model.files,
          icons: await drawIcons(identity, picture),
        })
      : writeElementKit(parts, identity.name, built, model.files);
  signal.throwIfAborted();
  return packFiles(files, { signal, onProgress });
}

async function readParts(site: FetchedFiles, signal: AbortSignal): Promise<ExportParts> {
  try {
    return parseExportParts(parseJson(await site.read(PARTS_PATH, { signal }), PARTS_PATH));
  } catch (error) {
    if (!(error instanceof ClassifierError) || error.code !== 'model-part-missing') throw error;
    throw new ClassifierError('export-parts-missing', error.detail, { cause: error });
  }
}

async function drawIcons(
  { iconText, themeColour }: ExportSiteRequest['identity'],
  picture: Blob | null,
): Promise<HeldFile[]> {
  const icons = await drawAppIcons({ text: iconText, colour: themeColour, picture });
  return icons.map(({ path, blob }) => ({ path, content: blob }));
}
