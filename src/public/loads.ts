import type { Kernel } from '@jupyterlab/services';
import { Token } from '@lumino/coreutils';

/** Whether the models that a cell loads fit into the memory that is left. */
export interface IHeadroomLoads {
  /**
   * Judges the source of a cell as if it ran next in this kernel. An idle kernel is asked what the
   * names in it stand for; nothing of the cell is run. May take as long as the server and the
   * kernel take to answer.
   *
   * @returns null when the cell loads nothing that is known, or nothing can be said. Never rejects.
   */
  check(source: string, kernel: Kernel.IKernelConnection): Promise<HeadroomLoad | null>;
}

/** The load of a cell that decides whether it fits. Sizes are bytes; null means "not known". */
export interface HeadroomLoad {
  /**
   * `fits`, `slow` (into swap), `risky`, `oom`, `cuda-oom`, ...: a minor release may add words.
   */
  readonly kind: string;
  /** The name or path of the model as the cell gives it; null when the source does not tell. */
  readonly model: string | null;
  /** Which memory decides. */
  readonly plane: 'ram' | 'vram';
  /** What it needs at its peak: the upper end of the estimate. */
  readonly needBytes: number | null;
  /** What is left for it. */
  readonly haveBytes: number | null;
  /** The call in full: `transformers.AutoModel.from_pretrained`. */
  readonly callee: string;
}

/** Judges loads before they run. */
export const IHeadroomLoads = new Token<IHeadroomLoads>(
  'jupyterlab-headroom:IHeadroomLoads',
  'What cells load, and whether it fits.'
);
