/**
 * The part of JupyterLab's `TranslationBundle` that is used here. A value of
 * that type can be passed as it is; strings are extracted from `trans.__('...')`.
 */
export interface Translate {
  __(msgid: string, ...args: (string | number)[]): string;
  _n(msgid: string, plural: string, n: number, ...args: (string | number)[]): string;
}
