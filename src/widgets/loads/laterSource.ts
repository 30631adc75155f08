import { DisposableSet } from '@lumino/disposable';

import type { MarkSource } from './loadMarkExtension';

/** A source that is still on its way: no marks until it is there; null: it never comes. */
export function laterSource(coming: Promise<MarkSource | null>): MarkSource {
  let here: MarkSource | null = null;
  return {
    lookUp: async () => {
      here ??= await coming;
      return here?.lookUp() ?? null;
    },
    current: () => here?.current() ?? [],
    onChange: listener => {
      const listening = new DisposableSet();
      void coming.then(source => {
        if (source && !listening.isDisposed) {
          listening.add(source.onChange(listener));
        }
      });
      return listening;
    }
  };
}
