import * as React from 'react';

/** A component whose code is loaded when it is first rendered; it shows nothing until then. */
export function lazily<P extends object>(
  load: () => Promise<React.ComponentType<P>>
): React.ComponentType<P> {
  // React's types cannot express that a lazy component takes the props of the one it loads.
  const Later = React.lazy(async () => ({
    default: await load()
  })) as unknown as React.ComponentType<P>;
  return props => (
    <React.Suspense fallback={null}>
      <Later {...props} />
    </React.Suspense>
  );
}
