import { DisposableSet } from '@lumino/disposable';

import type { MarkSource } from './loadMarkExtension';

/** Wraps a source that is still loading: no marks until it resolves, none ever if it is null. */
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
