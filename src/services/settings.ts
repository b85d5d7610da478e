import type { BackendPreference } from '../core/classification';
import { ClassifierError } from '../core/errors';
import { MAX_COVERAGE, MIN_COVERAGE } from '../core/sets/label-p-values';
import type { Thresholds } from '../core/verdict';
import type { ValueStore } from '../store/records';
import { Observable } from './observable';

export type Appearance = 'auto' | 'light' | 'dark';

/** What a person chose, on this device. */
interface SettingsData {
  appearance: Appearance;
  backend: BackendPreference;
  /** `null`: the catalogue's default. */
  modelId: string | null;
  /** The lines, for models where they were moved; one that is absent is the model's own. */
  thresholds: Readonly<Record<string, Partial<Thresholds>>>;
  /** Whether photos and results are kept across visits. */
  keepPhotos: boolean;
}

const defaults: SettingsData = {
  appearance: 'auto',
  backend: 'auto',
  modelId: null,
  thresholds: {},
  keepPhotos: true,
};

const KEY = 'settings';

/** The settings, kept on the device. */
export class Settings extends Observable {
  private data: SettingsData = defaults;

  constructor(
    private readonly store: ValueStore,
    private readonly onProblem: (error: ClassifierError) => void,
  ) {
    super();
  }

  get current(): SettingsData {
    return this.data;
  }

  /** Reads what was kept. What cannot be read, or makes no sense, becomes the default. */
  async load(): Promise<void> {
    try {
      this.data = readSettings(await this.store.read(KEY));
    } catch (error) {
      this.onProblem(ClassifierError.from(error, 'storage-unavailable'));
    }
    this.announceChange();
  }

  /** Changes some settings at once; keeping them follows. */
  change(part: Partial<SettingsData>): void {
    this.data = { ...this.data, ...part };
    this.announceChange();
    this.store.write(KEY, this.data).catch((error: unknown) => {
      this.onProblem(ClassifierError.from(error, 'storage-unavailable'));
    });
  }
}

/** Makes sense of stored settings: they may come from an older version, or be damaged. */
export function readSettings(stored: unknown): SettingsData {
  if (!isRecord(stored)) return defaults;
  const { appearance, backend, modelId, thresholds, keepPhotos } = stored;
  return {
    appearance: oneOf(appearance, ['auto', 'light', 'dark']) ?? defaults.appearance,
    backend: oneOf(backend, ['auto', 'webgpu', 'webgl', 'wasm', 'cpu']) ?? defaults.backend,
    modelId: typeof modelId === 'string' ? modelId : null,
    thresholds: isRecord(thresholds)
      ? Object.fromEntries(
          Object.entries(thresholds).flatMap(([id, value]) =>
            isLines(value) ? [[id, value]] : [],
          ),
        )
      : {},
    keepPhotos: typeof keepPhotos === 'boolean' ? keepPhotos : defaults.keepPhotos,
  };
}

/** Settings of an earlier version know no coverage. */
function isLines(value: unknown): value is Partial<Thresholds> {
  return (
    isRecord(value) &&
    isShare(value['confidence']) &&
    isShare(value['falseAlarmRate']) &&
    (value['coverage'] === undefined || isCoverage(value['coverage']))
  );
}

function isCoverage(value: unknown): boolean {
  return typeof value === 'number' && value >= MIN_COVERAGE && value <= MAX_COVERAGE;
}

function isShare(value: unknown): boolean {
  return typeof value === 'number' && value >= 0 && value <= 1;
}

function oneOf<T extends string>(value: unknown, allowed: readonly T[]): T | undefined {
  return allowed.find((one) => one === value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
