import { DisposableSet } from '@lumino/disposable';

import type { MarkSource } from './loadMarkExtension';

/** A source that is still on its way: no marks until it is there; null: it never comes. */
export function deferredSource(pending: Promise<MarkSource | null>): MarkSource {
  let loaded: MarkSource | null = null;
  return {
    lookUp: async () => {
      loaded ??= await pending;
      return loaded?.lookUp() ?? null;
    },
    current: () => loaded?.current() ?? [],
    onChange: listener => {
      const listening = new DisposableSet();
      void pending.then(source => {
        if (source && !listening.isDisposed) {
          listening.add(source.onChange(listener));
        }
      });
      return listening;
    }
  };
}
