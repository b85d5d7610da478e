import type { TemplateResult } from 'lit';
import type { OpenedProject, Studio } from '../../services/studio/studio';
import type { AppServices } from '../services';

/** What a tab is handed. */
export interface TabContext extends OpenedProject {
  services: AppServices;
  studio: Studio;
  /** What the address says beyond the tab: `#/studio/<project>/look/confusion` → `['confusion']`. */
  detail: readonly string[];
}

/** A tab's module: imported when it is first opened, it defines its elements and draws them. */
export interface TabModule {
  renderTab: (context: TabContext) => TemplateResult;
}

export interface Tab {
  /** In the address: `#/studio/<project>/<id>`. */
  id: string;
  label: string;
  load: () => Promise<TabModule>;
}

/** The tabs of a project, in the order of the road. To add one: a line here, and its module. */
export const tabs: readonly Tab[] = [
  { id: 'data', label: 'Photos', load: () => import('./data/data-tab') },
  { id: 'block', label: 'DataBlock', load: () => import('./block/block-tab') },
  { id: 'train', label: 'Train', load: () => import('./train/train-tab') },
  { id: 'look', label: 'Look', load: () => import('./look/look-tab') },
  { id: 'clean', label: 'Clean', load: () => import('./clean/clean-tab') },
  { id: 'collect', label: 'Collect', load: () => import('./collect/collect-tab') },
  { id: 'actions', label: 'Actions', load: () => import('./actions/actions-tab') },
  { id: 'export', label: 'Export', load: () => import('./export/export-tab') },
];
