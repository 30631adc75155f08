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

// The tokens that are public (src/public) promise an interface to others. Here they are the same
// objects with the type of what we provide, which the plugins of this package may use in full.

/** Live memory: newest sample, history, what is left. */
export const IHeadroomMonitor = publicApi.IHeadroomMonitor as Token<MonitorModel>;

/** Kernels that died and why. */
export const IHeadroomDeaths = publicApi.IHeadroomDeaths as Token<DeathsModel>;

/** The settings of this extension, typed, with a signal on change. */
export const IHeadroomSettings = new Token<SettingsModel>(
  'jupyterlab-headroom:IHeadroomSettings',
  'The settings of jupyterlab-headroom.'
);

/** The server part, as the models see it. */
export const IHeadroomClient = new Token<HeadroomClient>(
  'jupyterlab-headroom:IHeadroomClient',
  'Reads samples, deaths and checkpoint facts from the server.'
);

/** What the panel and the status item show: which group, how far back. */
export const IHeadroomPanel = new Token<PanelModel>(
  'jupyterlab-headroom:IHeadroomPanel',
  'What the memory panel shows.'
);

/** What is known about loads, shared by those who warn of them. */
export interface LoadServices {
  readonly kernels: KernelEnvironments;
  readonly judge: LoadJudge;
  /** What each kernel ran, in order. */
  readonly log: ExecutionLog;
  /** What others are given. */
  readonly check: publicApi.IHeadroomLoads['check'];
}

/** What the plugins here get behind `IHeadroomLoads`: more than others are promised. */
export interface LaterLoads extends publicApi.IHeadroomLoads {
  /**
   * They come with the cell reader and the rules, after JupyterLab has started. Null when they
   * could not be loaded. Never rejects.
   */
  readonly services: Promise<LoadServices | null>;
}

/** Looks up what cells load and judges whether it fits. */
export const IHeadroomLoads = publicApi.IHeadroomLoads as Token<LaterLoads>;
