import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ISettingRegistry } from '@jupyterlab/settingregistry';

import { SettingsModel } from '../model/settings';
import { IHeadroomSettings } from '../tokens';

/** Provides the settings, or the defaults if there is no registry. */
export const settings: JupyterFrontEndPlugin<SettingsModel> = {
  id: 'jupyterlab-headroom:settings',
  description: 'Provides the settings of jupyterlab-headroom.',
  autoStart: true,
  provides: IHeadroomSettings,
  optional: [ISettingRegistry],
  activate: (_app: JupyterFrontEnd, registry: ISettingRegistry | null) => {
    const model = new SettingsModel();
    // Nothing waits for the settings: the defaults apply until they have loaded.
    registry
      ?.load(settings.id)
      .then(loaded => {
        model.apply(loaded.composite);
        loaded.changed.connect(() => model.apply(loaded.composite));
      })
      .catch(error => {
        console.warn('jupyterlab-headroom: default settings are used.', error);
      });
    return model;
  }
};
