/** A plugin as the application lists it. */
export interface ListedPlugin {
  readonly id: string;
  readonly provides?: string | null;
  readonly enabled?: boolean;
}

/** Id of the enabled plugin that provides a service; of several, the one registered last. */
export function providerOf(plugins: readonly ListedPlugin[], service: string): string | null {
  const all = plugins.filter(({ provides, enabled }) => provides === service && enabled !== false);
  return all[all.length - 1]?.id ?? null;
}

/** The application's list of plugins; empty if it has none. JupyterLab and Notebook 7 have one. */
export function pluginsOf(app: object): readonly ListedPlugin[] {
  const { info } = app as { info?: { availablePlugins?: readonly ListedPlugin[] } };
  return info?.availablePlugins ?? [];
}
