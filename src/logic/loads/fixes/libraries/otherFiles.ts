/** Edits that make the load read other files of the same model. */
import type { LoadCall, ModelFacts, ModelFile } from '../../../types';
import { dtypeFromValue } from '../../rules/weights/dtype';
import { fileBytes } from '../../rules/weights/weights';
import { str, withKeyword } from '../changes';
import { setKeyword } from '../edits';
import { torchDtype } from './others';
import type { Candidate, Proposer, Situation } from '../types';

/** Smaller quantisations in the same folder, largest first: the first that fits is the best. */
export const smallerQuantisation: Proposer = situation => {
  const { facts } = situation;
  const [now] = facts.files;
  if (facts.format !== 'gguf' || now === undefined || facts.files.length > 1) {
    return [];
  }
  return [...(facts.alternatives ?? [])]
    .filter(file => file.name.endsWith('.gguf') && file.bytes < now.bytes)
    .sort((a, b) => b.bytes - a.bytes)
    .flatMap(file => withFileReplaced(situation, now, file));
};

/** Replaces the file's name in the call; no candidate if the call does not contain that name. */
function withFileReplaced(
  { source, call, facts }: Situation,
  now: ModelFile,
  other: ModelFile
): Candidate[] {
  const { from, to } = call.range;
  const [name, otherName] = [now.name, other.name].map(path =>
    path.slice(path.lastIndexOf('/') + 1)
  );
  const at = name === undefined ? -1 : source.slice(from, to).indexOf(name);
  if (name === undefined || otherName === undefined || at < 0) {
    return [];
  }
  const start = from + at;
  return [
    {
      id: 'smaller-file',
      edits: [{ from: start, to: start + name.length, insert: otherName }],
      facts: scaled(facts, other),
      values: { file: otherName }
    }
  ];
}

/** The facts of the same tensors stored in fewer bits. */
function scaled(facts: ModelFacts, file: ModelFile): ModelFacts {
  const ratio = file.bytes / fileBytes(facts);
  return {
    ...facts,
    files: [file],
    tensors: facts.tensors.map(group => ({ ...group, bytes: group.bytes * ratio }))
  };
}

/** Adds `variant="fp16"` together with float16, so that nothing has to be converted. */
export const halfVariant: Proposer = situation => {
  const { source, call, facts } = situation;
  const isThere = (facts.alternatives ?? []).some(file => /\.fp16[.-]/.test(file.name));
  if (!isThere || call.keywords['variant'] !== undefined) {
    return [];
  }
  const half = isHalf(call) ? null : torchDtype(situation, 'F16', null);
  const variant = setKeyword(source, call, 'variant', '"fp16"');
  const edits = half === null ? [] : half.edits;
  return [
    {
      id: 'half-variant',
      edits: edits && variant && [...edits, ...variant],
      call: withKeyword(half?.call ?? call, 'variant', str('fp16')),
      facts: asHalf(facts)
    }
  ];
};

function isHalf({ keywords }: LoadCall): boolean {
  const dtype = keywords['torch_dtype'] ?? keywords['dtype'];
  return dtype !== undefined && dtypeFromValue(dtype) === 'F16';
}

/** Halves the parts that have fp16 files; the server lists one such file for each of them. */
function asHalf(facts: ModelFacts): ModelFacts {
  const halved = (part: ModelFacts): ModelFacts => ({
    ...part,
    files: part.files.map(file => ({ ...file, bytes: file.bytes / 2 })),
    tensors: part.tensors.map(group =>
      group.dtype === 'F32' ? { ...group, dtype: 'F16', bytes: group.bytes / 2 } : group
    )
  });
  const has = (name: string): boolean =>
    (facts.alternatives ?? []).some(file => file.name.startsWith(`${name}/`));
  const components = Object.fromEntries(
    Object.entries(facts.components).map(([name, part]) => [name, has(name) ? halved(part) : part])
  );
  return { ...(Object.keys(components).length > 0 ? facts : halved(facts)), components };
}
