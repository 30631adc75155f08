import * as React from 'react';

/** A component whose code comes when it is first shown; nothing is seen until then. */
export function lazily<P extends object>(
  load: () => Promise<React.ComponentType<P>>
): React.ComponentType<P> {
  // The types of React cannot tell that a lazy component takes what the component takes.
  const Later = React.lazy(async () => ({
    default: await load()
  })) as unknown as React.ComponentType<P>;
  return props => (
    <React.Suspense fallback={null}>
      <Later {...props} />
    </React.Suspense>
  );
}
