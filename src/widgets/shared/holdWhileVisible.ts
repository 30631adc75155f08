import type { IDisposable } from '@lumino/disposable';
import type { Message } from '@lumino/messaging';
import { MessageLoop } from '@lumino/messaging';
import type { Widget } from '@lumino/widgets';

/** Keeps what `acquire` gives for as long as a widget can be seen. */
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
        // A hook runs before the widget updates its own `isVisible`.
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
