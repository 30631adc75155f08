/** Dialogs of JupyterLab in jsdom. */

/** The dialog on the page, once it is there with its text: React draws when it likes to. */
export async function waitForDialog(): Promise<HTMLElement> {
  for (let left = 150; left > 0; left--) {
    const dialog = document.querySelector<HTMLElement>('.jp-Dialog');
    if (dialog?.querySelector('.jp-Dialog-body')?.textContent) {
      return dialog;
    }
    await new Promise(resolve => setTimeout(resolve, 20));
  }
  throw new Error('No dialog came.');
}

/** Presses the button of the dialog on the page that says `label`. */
export function press(label: string): void {
  const buttons = document.querySelectorAll<HTMLButtonElement>('.jp-Dialog button');
  const button = [...buttons].find(({ textContent }) => textContent === label);
  if (button === undefined) {
    throw new Error(`No button says ${label}.`);
  }
  button.click();
}
