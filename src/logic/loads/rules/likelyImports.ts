import { costlyModules } from './imports';

/** The first load imports the rest: the libraries import their parts when they are used. */
const LOADS = /\bfrom_pretrained\(|\bpipeline\(|\bSentenceTransformer\(/;

/** Modules that a kernel has probably imported, by the cells that it ran; for one that is not asked. */
export function likelyImports(executed: readonly string[]): string[] {
  const text = executed.join('\n');
  return LOADS.test(text)
    ? costlyModules()
    : costlyModules().filter(module => !module.includes('.') && mentions(text, module));
}

const mentions = (text: string, module: string): boolean =>
  new RegExp(`^\\s*(?:from|import)\\b.*\\b${module}\\b`, 'm').test(text);
