import { readFileSync } from 'fs';
import { join } from 'path';

import { explain } from '../../logic/deaths/explain';
import type { Explanation } from '../../logic/deaths/explain';
import { explainGpuOom } from '../../logic/deaths/failures/explainGpuOom';
import { GIB } from '../../logic/words/units';
import { trans } from '../deathFixtures';
import { GPU_FULL, STORIES } from './stories';

/** As a person reads it: the golden texts beside this file. */
function told({ title, sentence, lines, nextSteps }: Explanation): string {
  const steps = nextSteps.map(({ text, snippet }, index) =>
    [`${index + 1}. ${text}`, ...(snippet ? ['', ...fenced(snippet.text)] : [])].join('\n')
  );
  return [`# ${title}`, `**${sentence}**`, ...lines, ...steps].join('\n\n') + '\n';
}

const fenced = (text: string): string[] => [
  '   ```',
  ...text.split('\n').map(l => `   ${l}`),
  '   ```'
];

function golden(name: string): string {
  return readFileSync(join(__dirname, `${name}.md`), 'utf8');
}

describe('the four stories', () => {
  it.each(STORIES.map(story => [story.name, story] as const))('tells %s', (name, story) => {
    expect(told(explain({ ...story, trans }))).toBe(golden(name));
  });

  it('tells the second failure of the fourth story on its own plane', () => {
    if (GPU_FULL?.kind !== 'gpu-oom') {
      throw new Error('The message was not recognised.');
    }
    const plane = { gpus: [], ramHeadroomBytes: 9 * GIB };
    expect(told(explainGpuOom(GPU_FULL.oom, plane, trans))).toBe(golden('4-then-the-gpu'));
  });
});
