import type { ForeignModel, KnownTaps } from '../foreign-model';
import { byMaker, draftContract, type MakersWay } from './draft-contract';
import type { NetworkFacts } from './facts';
import type { Clues, Format, FormatOptions } from './format';
import { readGraphFacts } from './graph-facts';
import { chooseLabels, listLabels } from './labels';
import { readLayersFacts } from './layers-facts';
import { baseName, folderName } from './names';
import { readSamples } from './samples';
import { readNetwork, type ReadNetwork } from './read-network';

/** What a format knows about its models beyond what the network says. */
interface Knowledge {
  /** From the maker's own files; absent: looked for in the usual places. */
  labels?: string[] | null;
  /** The file that they stand in; absent: `model.json`. */
  labelsFile?: string;
  /** Whether these labels stand in no file, but are always the same. */
  areLabelsUsual?: boolean;
  /** From the maker's own files. */
  name?: unknown;
  maker?: MakersWay;
  taps?: KnownTaps;
  notes?: string[];
}

/**
 * Opens a model as a format knows it: reads the network, and drafts the contract.
 *
 * @param know Asked once the network is read, with what that says.
 * @param wanted The node of the answer, where the maker's own files name it.
 */
export async function openNetwork(
  { id, name: formatName }: Pick<Format, 'id' | 'name'>,
  clues: Clues,
  options: FormatOptions,
  know: (facts: NetworkFacts, read: ReadNetwork) => Knowledge | Promise<Knowledge> = () => ({}),
  wanted?: string,
): Promise<ForeignModel> {
  const read = await readNetwork(clues, options);
  const facts: NetworkFacts = {
    ...(read.kind === 'graph'
      ? readGraphFacts(read.network.graph, wanted)
      : readLayersFacts(read.keras)),
    fit: read.fit,
  };
  const known = await know(facts, read);
  const { labels, notes } = decideLabels(clues, known, facts.units);
  const isUsual = known.areLabelsUsual === true && labels.from === 'read';
  const contract = draftContract(facts, isUsual ? byMaker(labels.value) : labels, known.maker);
  const taps = {
    ...(facts.outputNode === null ? {} : { output: facts.outputNode }),
    ...known.taps,
  };
  return {
    format: id,
    formatName,
    name: typeof known.name === 'string' && known.name.trim() !== '' ? known.name : nameOf(clues),
    network: read.network,
    contract,
    taps,
    samples: readSamples(clues.tree),
    notes: [...read.notes, ...(known.notes ?? []), ...notes],
  };
}

/** The maker's own list goes before others that lie beside it. */
function decideLabels(clues: Clues, known: Knowledge, units: number | null) {
  const { labels, labelsFile: file = baseName(clues.model.path), areLabelsUsual } = known;
  const own = labels ? [{ file, labels }] : [];
  const others = labels === null || areLabelsUsual === true ? [] : listLabels(clues);
  return chooseLabels([...own, ...others], units, clues.sidecars);
}

/** By the folder that the model lies in, else by the zip. */
function nameOf({ tree, model }: Clues): string {
  const folder = baseName(folderName(model.path));
  const name = folder === '' ? tree.name : folder;
  return name.replace(/\.(?:zip|tm)$/i, '') || 'Model';
}
