/** Recognises load calls by the loaders' rules. */
import type { LoadRule } from '../../types/loader';
import type { LoaderIndex } from './loaderIndex';
import type { ModelReference } from '../../types/load';
import { referenceOf } from './reference';
import type { ShellLine } from '../syntax/ipython';
import { WorkLimitExceeded, type Recognizer, type Run, type Site } from '../python/run';
import {
  argument,
  publicKeywords,
  publicValue,
  truth,
  type Arguments,
  type Draft,
  type Value
} from '../python/values';

/** Handles programs that are started from Python or by a shell line. */
export interface ShellCalls {
  line(run: Run, line: ShellLine): void;
  call(run: Run, path: string, given: Arguments): Value | null;
}

export function recognizerFor(loaders: LoaderIndex, shell: ShellCalls): Recognizer {
  return {
    call: (run, path, given, receiver) => {
      const found = loaders.match(path, rule => loads(rule, given));
      const { site, call } = run;
      if (!found) {
        return shell.call(run, path, given);
      }
      if (!site || !call || run.circumstances.meta) {
        return null;
      }
      const { loader, rule } = found;
      const { ofReceiver } = rule.model;
      const source = ofReceiver ? receiver : given;
      const where = ofReceiver ? { ...call, list: null } : call;
      const reference = source && referenceOf(rule.model, source, where, path);
      if (!reference) {
        return null;
      }
      const library = rule.library ?? loader.library;
      const identity = { loader: loader.id, library, callee: path };
      const draft = draftOf(run, identity, reference.model, source, site);
      return { kind: 'loaded', draft: report(run, draft, reference.options) };
    },
    shell: (run, line) => shell.line(run, line),
    starImport: (modules, name) =>
      modules.find(module => loaders.knows(`${module}.${name}`)) ?? null
  };
}

function loads(rule: LoadRule, given: Arguments): boolean {
  const needed = (rule.needs ?? []).every(need => {
    const value = argument({ at: need.at, keywords: [need.keyword] }, given);
    if (!value) {
      return need.whenAbsent ?? false;
    }
    const decided = truth(value);
    return decided === null || decided === (need.is ?? true);
  });
  return needed && isLarge(rule, given);
}

/** The smallest array worth mentioning: 8 Mi elements, 64 MiB of float64. */
const LARGE_ARRAY_ELEMENTS = 8 * 2 ** 20;

function isLarge(rule: LoadRule, given: Arguments): boolean {
  if (!rule.shape) {
    return true;
  }
  const named = given.keywords.get(rule.shape.keyword);
  const [first] = given.args;
  const dimensions = named
    ? elements(named)
    : rule.shape.all && first?.kind !== 'list'
      ? given.args
      : first
        ? elements(first)
        : [];
  const size = dimensions.reduce(
    (product, value) => (value.kind === 'number' ? product * value.value : NaN),
    1
  );
  return size >= LARGE_ARRAY_ELEMENTS;
}

function elements(shape: Value): readonly Value[] {
  return shape.kind === 'list' ? shape.items : [shape];
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
  const { loop, counted, conditional } = run.circumstances;
  return {
    ...identity,
    model,
    args: given.args.map((arg, i) => publicValue(arg, String(i))),
    keywords: publicKeywords(given),
    keywordsComplete: given.complete,
    chain: [],
    target: null,
    repeats: loop === 'none' ? 'once' : loop,
    ...(counted ? {} : { times: null }),
    conditional,
    range: { from: site.call.from - shift, to: site.call.to - shift },
    calleeRange: { from: site.callee.from - shift, to: site.callee.to - shift },
    options: [],
    trail: run.trail
  };
}

/** More load calls than any cell that a person writes. */
const MAX_CALLS = 200;

/** The same call met again in another iteration of a loop is one call that runs several times. */
export function report(run: Run, draft: Draft, options: readonly string[]): Draft {
  const known = run.found.find(
    other =>
      other.range.from === draft.range.from &&
      other.trail === draft.trail &&
      other.callee === draft.callee &&
      other.model.value === draft.model.value &&
      other.model.expression === draft.model.expression
  );
  if (known) {
    known.times = known.times === null ? null : (known.times ?? 1) + 1;
    return known;
  }
  if (run.found.length >= MAX_CALLS) {
    throw new WorkLimitExceeded();
  }
  run.found.push({ ...draft, options });
  return run.found[run.found.length - 1] ?? draft;
}
