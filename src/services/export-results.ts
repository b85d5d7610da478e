import Papa from 'papaparse';
import type { Review } from '../store/records';
import { trustedLabel, type TrayItem } from './tray-item';

/** One photo's result as a flat row, fit for a spreadsheet. Shares are in [0, 1]. */
interface ResultRow {
  file: string;
  verdict: string;
  /** Empty unless the verdict is a match or a person said otherwise. */
  label: string;
  candidates: string;
  confidence: number | '';
  familiarity: number | '';
  review: string;
  model: string;
  totalMs: number | '';
  error: string;
}

export function toRows(items: readonly TrayItem[]): ResultRow[] {
  return items.map((item) => {
    const { verdict, classification, error, review } = item;
    return {
      file: item.name,
      verdict: verdict?.kind ?? item.state,
      label: trustedLabel(item) ?? '',
      candidates: verdict?.kind === 'unsure' ? verdict.candidates.join(' | ') : '',
      confidence: verdict ? round(verdict.confidence) : '',
      familiarity: verdict?.familiarity ? round(verdict.familiarity.pValue) : '',
      review: review ? describeReview(review) : '',
      model: classification?.modelId ?? '',
      totalMs: classification ? Math.round(classification.timings.totalMs) : '',
      error: error?.code ?? '',
    };
  });
}

/** CSV with a header line. File names that a spreadsheet would run as a formula are made harmless. */
export function toCsv(items: readonly TrayItem[]): string {
  return Papa.unparse(toRows(items), { escapeFormulae: true });
}

/** JSON with everything the model said, photo by photo. */
export function toJson(items: readonly TrayItem[]): string {
  const photos = items.map((item) => ({
    file: item.name,
    state: item.state,
    verdict: item.verdict,
    review: item.review,
    model: item.classification?.modelId ?? null,
    photo: item.classification?.photo ?? null,
    timings: item.classification?.timings ?? null,
    error: item.error ? { ...item.error.toPlain(), message: item.error.message } : null,
  }));
  return JSON.stringify({ format: 'bearings-results', version: 1, photos }, null, 2);
}

function round(share: number): number {
  return Math.round(share * 10_000) / 10_000;
}

function describeReview(review: Review): string {
  if (review.kind === 'corrected') return `corrected to ${review.to}`;
  return review.kind === 'acted' ? `decided: ${review.action}` : 'confirmed';
}
