import { Token } from '@lumino/coreutils';

import type { HeadroomClient } from './logic/types';
import type { DeathsModel } from './model/deaths/deaths';
import type { ExecutionLog } from './model/cells/executionLog';
import type { KernelEnvironments } from './kernel/kernelEnvironments';
import type { LoadJudge } from './model/loads/loadJudge';
import type { MonitorModel } from './model/memory/monitor';
import type { PanelModel } from './model/memory/panel';
import type { SettingsModel } from './model/settings';
import * as publicApi from './public';

// The public tokens (src/public) promise only an interface to other extensions. These are the same
// token objects, typed as the classes that we provide, so that the plugins of this package can use
// those in full.

/** Live memory: the newest sample, the history and the headroom. */
export const IHeadroomMonitor = publicApi.IHeadroomMonitor as Token<MonitorModel>;

/** Kernels that died and why. */
export const IHeadroomDeaths = publicApi.IHeadroomDeaths as Token<DeathsModel>;

/** The settings of this extension, typed, with a signal on change. */
export const IHeadroomSettings = new Token<SettingsModel>(
  'jupyterlab-headroom:IHeadroomSettings',
  'The settings of jupyterlab-headroom.'
);

/** Our server part, in the form that the models use. */
export const IHeadroomClient = new Token<HeadroomClient>(
  'jupyterlab-headroom:IHeadroomClient',
  'Reads samples, deaths and checkpoint facts from the server.'
);

/** What the panel and the status item show: which group, and how far back. */
export const IHeadroomPanel = new Token<PanelModel>(
  'jupyterlab-headroom:IHeadroomPanel',
  'What the memory panel shows.'
);

/** What is known about loads, shared by the plugins that warn about them. */
export interface LoadServices {
  readonly kernels: KernelEnvironments;
  readonly judge: LoadJudge;
  /** What each kernel ran, in order. */
  readonly log: ExecutionLog;
  /** The check that other extensions get. */
  readonly check: publicApi.IHeadroomLoads['check'];
}

/**
 * What `IHeadroomLoads` gives the plugins of this package: more than its public interface promises.
 */
export interface LaterLoads extends publicApi.IHeadroomLoads {
  /**
   * Resolves after JupyterLab has started, because the cell reader and the rules are loaded only
   * then. Resolves to null when they could not be loaded; never rejects.
   */
  readonly services: Promise<LoadServices | null>;
}

/** Looks up what cells load and judges whether it fits. */
export const IHeadroomLoads = publicApi.IHeadroomLoads as Token<LaterLoads>;
