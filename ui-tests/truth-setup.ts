import { programs } from './environment';
import { installKernel } from './support/installKernel';
import { TORCH_KERNEL } from './support/kernels';

/** The kernel with torch; its checkpoints were made before, by `scripts/lib/torch.mjs`. */
export default function setUp(): void {
  installKernel(TORCH_KERNEL, programs.torchPython);
}
