import * as React from 'react';

export interface NoticeProps {
  title: string;
  /** What happened, and what to do about it. */
  children?: React.ReactNode;
  /** A way out. */
  action?: { label: string; run(): void };
}

/** In place of figures, or above old ones: what is wrong and what to do. */
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
