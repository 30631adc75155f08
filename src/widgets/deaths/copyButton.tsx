import { Clipboard } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

/** How long the button shows "Copied". */
const CONFIRM_MS = 2000;

/** Copies a text to the clipboard and briefly confirms it. */
export function CopyButton(props: {
  text: () => string;
  /** Styled as a link, to match the links around it. */
  isLink?: boolean;
  trans: TranslationBundle;
  children: React.ReactNode;
}): JSX.Element {
  const [isCopied, setCopied] = React.useState(false);
  React.useEffect(() => {
    if (!isCopied) {
      return;
    }
    const timer = window.setTimeout(() => setCopied(false), CONFIRM_MS);
    return () => window.clearTimeout(timer);
  }, [isCopied]);
  return (
    <button
      type="button"
      className={props.isLink ? 'jp-Headroom-link' : 'jp-mod-styled jp-Headroom-copy'}
      onClick={() => {
        Clipboard.copyToSystem(props.text());
        setCopied(true);
      }}
    >
      <span aria-live="polite">{isCopied ? props.trans.__('Copied') : props.children}</span>
    </button>
  );
}
