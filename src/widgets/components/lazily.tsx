import * as React from 'react';

/** A component whose code comes when it is first shown; nothing is seen until then. */
export function lazily<P extends object>(
  load: () => Promise<React.ComponentType<P>>
): React.ComponentType<P> {
  const Later = React.lazy(async () => ({ default: await load() }));
  return props => (
    <React.Suspense fallback={null}>
      <Later {...(props as React.ComponentProps<typeof Later>)} />
    </React.Suspense>
  );
}
