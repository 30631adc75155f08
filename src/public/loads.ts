import type { Kernel } from '@jupyterlab/services';
import { Token } from '@lumino/coreutils';

/** Tells whether the models that a cell loads fit into the memory that is left. */
export interface IHeadroomLoads {
  /**
   * Judges the source of a cell as if it were run next in this kernel. An idle kernel is asked for
   * the values of names in the source, but nothing in the cell is run. Takes as long as the server
   * and the kernel need to answer.
   *
   * @returns null when the cell contains no known load, or nothing can be said. Never rejects.
   */
  check(source: string, kernel: Kernel.IKernelConnection): Promise<HeadroomLoad | null>;
}

/** The load in a cell that decides whether it fits. Sizes are bytes; null means "not known". */
export interface HeadroomLoad {
  /** `fits`, `slow` (into swap), `risky`, `oom`, `cuda-oom`, ...; minor releases may add values. */
  readonly kind: string;
  /**
   * The name or path of the model as given in the cell; null when the source does not determine it.
   */
  readonly model: string | null;
  /** The kind of memory that decides. */
  readonly plane: 'ram' | 'vram';
  /** Memory needed at the peak: the upper end of the estimate. */
  readonly needBytes: number | null;
  /** Memory that is left for it. */
  readonly haveBytes: number | null;
  /** The full name of the callee: `transformers.AutoModel.from_pretrained`. */
  readonly callee: string;
}

/** Judges loads before they run. */
export const IHeadroomLoads = new Token<IHeadroomLoads>(
  'jupyterlab-headroom:IHeadroomLoads',
  'What cells load, and whether it fits.'
);
