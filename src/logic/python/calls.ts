/** Recognises load calls by the loaders' data. */
import type { LoadRule, ModelArgument } from '../loaders/loader';
import type { LoaderIndex } from '../loaders/loaderIndex';
import type { ModelReference } from '../types/load';
import { referenceOf } from './reference';
import type { Recognizer, Run, Site } from './run';
import {
  publicKeywords,
  publicValue,
  truth,
  type Arguments,
  type Draft,
  type Value
} from './values';

export function recognizerFor(loaders: LoaderIndex, shell: Recognizer['shell']): Recognizer {
  return {
    call: (run, path, given) => {
      const found = loaders.match(path);
      const { site, call } = run;
      if (!found || !site || !call || run.circumstances.meta) {
        return null;
      }
      const { loader, rule } = found;
      const reference = loads(rule, given) ? referenceOf(rule.model, given, call) : null;
      if (!reference) {
        return null;
      }
      const identity = { loader: loader.id, library: loader.library, callee: path };
      const draft = draftOf(run, identity, reference.model, given, site);
      return { kind: 'loaded', draft: report(run, draft, reference.options) };
    },
    shell,
    star: (modules, name) => modules.find(module => loaders.knows(`${module}.${name}`)) ?? null
  };
}

function loads(rule: LoadRule, given: Arguments): boolean {
  return (rule.needs ?? []).every(need => {
    const value = argument({ at: need.at, keywords: [need.keyword] }, given);
    if (!value) {
      return need.whenAbsent ?? false;
    }
    const decided = truth(value);
    return decided === null || decided === (need.is ?? true);
  });
}

export function argument(
  where: Pick<ModelArgument, 'at' | 'keywords'>,
  given: Arguments
): Value | null {
  for (const keyword of where.keywords ?? []) {
    const value = given.keywords.get(keyword);
    if (value) {
      return value;
    }
  }
  return where.at === undefined ? null : (given.args[where.at] ?? null);
}

type Identity = Pick<Draft, 'loader' | 'library' | 'callee'>;

export function draftOf(
  run: Run,
  identity: Identity,
  model: ModelReference,
  given: Arguments,
  site: Site
): Draft {
  const { shift } = site.cell;
  const { loop, conditional } = run.circumstances;
  return {
    ...identity,
    model,
    args: given.args.map((arg, i) => publicValue(arg, String(i))),
    keywords: publicKeywords(given),
    keywordsComplete: given.complete,
    chain: [],
    target: null,
    repeats: loop === 'none' ? 'once' : loop,
    conditional,
    range: { from: site.call.from - shift, to: site.call.to - shift },
    calleeRange: { from: site.callee.from - shift, to: site.callee.to - shift },
    options: []
  };
}

/** The same call met again (a loop over equal items, a helper called twice here) counts once. */
export function report(run: Run, draft: Draft, options: readonly string[]): Draft {
  const known = run.found.find(
    other =>
      other.range.from === draft.range.from &&
      other.callee === draft.callee &&
      other.model.value === draft.model.value &&
      other.model.expression === draft.model.expression
  );
  if (known) {
    return known;
  }
  run.found.push({ ...draft, options });
  return run.found[run.found.length - 1] ?? draft;
}
