// Generated from schema/settings.json by scripts/settings-types.mjs.

/**
 * How often the page asks the server for new samples. The server samples every second in any case.
 */
export type UpdateIntervalSeconds = number;
/**
 * The headroom is shown as tight below this share of the limit.
 */
export type TightBelowPercentOfTheLimitLeft = number;
/**
 * The headroom is shown as critical below this share of the limit.
 */
export type CriticalBelowPercentOfTheLimitLeft = number;
/**
 * Show a notification when the headroom becomes critical, already when it becomes tight, or never (off). Once per crossing.
 */
export type NotifyWhenMemoryRunsOut = "off" | "critical" | "tight";
/**
 * Show why a kernel died instead of JupyterLab's own "Kernel Restarting" dialog.
 */
export type ExplainKernelDeaths = boolean;
/**
 * Put the explanation under the cell that was running, in place of the missing traceback. The next run removes it; it is saved with the notebook.
 */
export type ExplainInTheCell = boolean;
/**
 * Ask before running a cell that loads a model: never (off), when it will not fit (oom), also when it may not fit (risky), also when it will be slow (slow).
 */
export type WarnBeforeACellRuns = "off" | "oom" | "risky" | "slow";
/**
 * Show behind a line that loads a model what it will take, and whether that fits. Nothing is asked of the kernel for it.
 */
export type MarkLoadsInTheCode = boolean;

/**
 * Memory sidebar, warnings before a load, and explanations of kernel deaths.
 */
export interface HeadroomSettings {
  pollSeconds: UpdateIntervalSeconds;
  tightPercent: TightBelowPercentOfTheLimitLeft;
  criticalPercent: CriticalBelowPercentOfTheLimitLeft;
  notifyLevel: NotifyWhenMemoryRunsOut;
  explainDeaths: ExplainKernelDeaths;
  markDeadCell: ExplainInTheCell;
  precheckLevel: WarnBeforeACellRuns;
  markLoads: MarkLoadsInTheCode;
}

export const DEFAULT_SETTINGS: HeadroomSettings = {
  "pollSeconds": 2,
  "tightPercent": 15,
  "criticalPercent": 5,
  "notifyLevel": "critical",
  "explainDeaths": true,
  "markDeadCell": true,
  "precheckLevel": "risky",
  "markLoads": true
};
