import * as React from 'react';

export interface NoticeProps {
  title: string;
  /** What happened, and what to do about it. */
  children?: React.ReactNode;
  /** A button that may resolve the problem. */
  action?: { label: string; run(): void };
}

/** Shown instead of figures, or above stale ones: what is wrong and what to do about it. */
export function Notice(props: NoticeProps): JSX.Element {
  const { title, children, action } = props;
  return (
    <div className="jp-Headroom-notice" role="status">
      <strong>{title}</strong>
      {children}
      {action && (
        <button type="button" className="jp-mod-styled jp-Headroom-button" onClick={action.run}>
          {action.label}
        </button>
      )}
    </div>
  );
}
