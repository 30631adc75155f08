import { pluginsOf, providerOf } from '../../../controllers/loads/cellRunner';

const TOKEN = '@jupyterlab/notebook:INotebookCellExecutor';

describe('providerOf', () => {
  const plugins = [
    { id: 'core', provides: TOKEN, enabled: true },
    { id: 'other', provides: 'x', enabled: true },
    { id: 'winner', provides: TOKEN, enabled: true },
    { id: 'disabled', provides: TOKEN, enabled: false }
  ];

  it('names the one that was registered last and is enabled', () => {
    expect(providerOf(plugins, TOKEN)).toBe('winner');
    expect(providerOf(plugins, 'nobody')).toBeNull();
  });

  it('reads the list of an application, and lives without one', () => {
    expect(pluginsOf({ info: { availablePlugins: plugins } })).toBe(plugins);
    expect(pluginsOf({})).toEqual([]);
  });
});
