import { fusePValues } from '../../../src/core/detectors/fuse';
import { fitKnn } from '../../../src/core/detectors/knn';
import { type Method, rank, scoreCosines, sortColumns } from '../method';

const K = 5;

/**
 * A p-value a layer, made one (Haroush et al. 2022, "A Statistical Framework for Efficient Out of
 * Distribution Detection in Deep Neural Networks"): neighbours in the half-way tap, in the deep tap
 * and, for the three, in the tap that is the heads' alone.
 *
 * @param join Of p-values in (0, 1], the shallowest first; larger is odder.
 */
function joinLayers(
  name: string,
  source: string,
  taps: readonly number[],
  join: (pValues: readonly number[]) => number,
): Method {
  return {
    name: `layers ${taps.map((tap) => tap + 1).join(' + ')}: ${name}`,
    source,
    place: 'features',
    fit: (trial, seen) => {
      const scorer = fitKnn(K);
      const parts = taps.map((tap) => trial.tapAt(tap));
      return Promise.resolve((photo) =>
        parts.map((part) => scoreCosines(scorer, trial, part, photo, seen)),
      );
    },
    join: ({ values }) => {
      const columns = sortColumns(values);
      return (row, isHeldOut) =>
        join(row.map((value, layer) => rank(value, columns[layer] ?? [], isHeldOut)));
    },
  };
}

/** Simes 1986: the least of n·p₍ᵢ₎ / i, turned round. */
function joinBySimes(pValues: readonly number[]): number {
  const ascending = [...pValues].sort((a, b) => a - b);
  return -Math.min(...ascending.map((p, i) => (ascending.length * p) / (i + 1)));
}

/** Harmonic mean (Wilson 2019), turned round. */
function joinByHarmonicMean(pValues: readonly number[]): number {
  return pValues.reduce((sum, p) => sum + 1 / p, 0) / pValues.length;
}

/** Weighted Fisher (Good 1955): the deeper of two layers counts three times as much. */
function joinWeighted(pValues: readonly number[]): number {
  return -pValues.reduce((sum, p, layer) => sum + (layer === 0 ? 1 : 3) * Math.log(p), 0);
}

const fisher = (pValues: readonly number[]) => fusePValues(pValues, 'fisher');

export const layers: readonly Method[] = [
  joinLayers('Fisher', 'Haroush et al. 2022; Fisher 1925', [0, 1], fisher),
  joinLayers('Simes', 'Haroush et al. 2022; Simes 1986', [0, 1], joinBySimes),
  joinLayers('harmonic mean', 'Wilson 2019', [0, 1], joinByHarmonicMean),
  joinLayers('Fisher, the deep one three times', 'Good 1955', [0, 1], joinWeighted),
  joinLayers('Fisher', 'with the tap that is the heads’ alone', [1, 2], fisher),
  joinLayers('Fisher', 'all taps', [0, 1, 2], fisher),
];
