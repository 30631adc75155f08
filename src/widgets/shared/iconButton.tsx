import type { LabIcon } from '@jupyterlab/ui-components';
import * as React from 'react';

export interface IconButtonProps {
  icon: LabIcon;
  /** What the button does, and to what; also its accessible name. */
  label: string;
  onClick(): void;
}

/** A small button that shows only an icon. */
export function IconButton(props: IconButtonProps): JSX.Element {
  const { icon, label, onClick } = props;
  return (
    <button
      type="button"
      className="jp-Headroom-iconButton"
      title={label}
      aria-label={label}
      onClick={onClick}
    >
      <icon.react tag="span" width="14px" height="14px" />
    </button>
  );
}
