import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { Widget } from '@lumino/widgets';
import { IHeadroomMonitor } from 'jupyterlab-headroom';

const MIB = 2 ** 20;

/** One line per running kernel: `work/story.ipynb: 512 MiB left`. */
class Headroom extends Widget {
  constructor(
    private readonly _app: JupyterFrontEnd,
    private readonly _monitor: IHeadroomMonitor
  ) {
    super();
    this.id = 'headroom-example';
    this._hold = _monitor.acquire();
    _monitor.changed.connect(this._show, this);
    this._show();
  }

  override dispose(): void {
    this._hold.dispose();
    this._monitor.changed.disconnect(this._show, this);
    super.dispose();
  }

  private _show(): void {
    const lines = Array.from(this._app.serviceManager.sessions.running(), ({ path, kernel }) => {
      const left = kernel ? this._monitor.capacityOf(kernel.id).headroomBytes : null;
      return `${path}: ${left === null ? 'not known' : `${Math.floor(left / MIB)} MiB left`}`;
    });
    this.node.textContent = lines.join(', ');
  }

  private readonly _hold;
}

const plugin: JupyterFrontEndPlugin<void> = {
  id: 'headroom-example:plugin',
  description: 'Shows what is left for each kernel in the top bar.',
  autoStart: true,
  requires: [IHeadroomMonitor],
  activate: (app: JupyterFrontEnd, monitor: IHeadroomMonitor) => {
    app.commands.addCommand('headroom-example:show', {
      label: 'Show what is left for each kernel',
      execute: () => app.shell.add(new Headroom(app, monitor), 'top')
    });
  }
};

export default plugin;
