import type { IDisposable } from '@lumino/disposable';
import type { Message } from '@lumino/messaging';
import { MessageLoop } from '@lumino/messaging';
import type { Widget } from '@lumino/widgets';

/** Holds what `acquire` returns for as long as the widget is visible. */
export function holdWhileVisible(widget: Widget, acquire: () => IDisposable): void {
  let held: IDisposable | null = null;
  const release = () => {
    held?.dispose();
    held = null;
  };
  MessageLoop.installMessageHook(widget, (_handler, message: Message) => {
    switch (message.type) {
      case 'after-show':
      case 'after-attach':
        // The hook runs before the widget updates its own `isVisible`, so work it out here.
        if (!widget.isHidden && (widget.parent?.isVisible ?? true)) {
          held ??= acquire();
        }
        break;
      case 'after-hide':
      case 'before-detach':
        release();
        break;
    }
    return true;
  });
  widget.disposed.connect(release);
}
