import type { ModelArgument } from '../loaders/loader';
import type { ModelReference } from '../types/load';
import type { Site } from './run';
import { children, groups, nodeText } from './tree';
import type { Arguments, Value } from './values';

export interface Reference {
  model: ModelReference;
  /** The ids between which an open condition decides. */
  options: readonly string[];
}

/** Names of variables that hold an id or a path rather than an object. */
const NAMES_AN_ID =
  /(?:^|[._\]["'])(?:\w*_)?(?:id|name|path|ckpt|checkpoint|repo|dir|file|filename|folder|handle|id_or_path|name_or_path)["'\]\d]*$/i;
/** Downloads return the path of what their first argument names. */
const DOWNLOAD = /(?:^|\.)(?:hf_hub_download|snapshot_download|cached_download|model_download)$/;

/** null: this call loads nothing. */
export function referenceOf(where: ModelArgument, given: Arguments, call: Site): Reference | null {
  const found = find(where, given);
  if (!found) {
    return implied(where, given);
  }
  const node = argumentNode(call, found.keyword, found.at);
  const source = node ? nodeText(node, call.cell.text) : (found.keyword ?? '');
  const literal = node !== null && (node.name === 'String' || node.name === 'ContinuedString');
  return fromValue(where, found.value, source, literal);
}

function fromValue(
  where: ModelArgument,
  value: Value,
  source: string,
  literal: boolean
): Reference | null {
  switch (value.kind) {
    case 'string':
      return where.not?.test(value.value)
        ? null
        : known(value.value, literal ? 'literal' : 'constant', source);
    case 'choice':
      return fromChoice(where, value, source);
    case 'unknown':
      return where.orObject && !NAMES_AN_ID.test(value.expression) ? null : open(value.expression);
    case 'call':
      return fromCall(where, value, source);
    case 'list':
      return value.items[0] ? fromValue(where, value.items[0], source, false) : null;
    case 'attribute':
    case 'name':
      return where.orObject && !NAMES_AN_ID.test(source) ? null : open(source);
    default:
      return null;
  }
}

function fromChoice(
  where: ModelArgument,
  value: Extract<Value, { kind: 'choice' }>,
  source: string
): Reference | null {
  const options = value.options.flatMap(option => {
    const reference = fromValue(where, option, source, false);
    return reference ? [reference] : [];
  });
  const [first] = options;
  const values = options.map(option => option.model.value);
  if (!first || values.includes(null)) {
    return first ? open(source) : null;
  }
  return {
    model: { ...first.model, how: 'constant' },
    options: values.flatMap(id => (id === null ? [] : [id]))
  };
}

function fromCall(
  where: ModelArgument,
  value: Extract<Value, { kind: 'call' }>,
  source: string
): Reference | null {
  if (DOWNLOAD.test(value.callee)) {
    const repo =
      value.given.keywords.get('repo_id') ??
      value.given.keywords.get('model_id') ??
      value.given.args[0];
    const file = value.given.keywords.get('filename') ?? value.given.args[1];
    if (repo?.kind !== 'string') {
      return open(source);
    }
    const reference = known(repo.value, 'constant', source);
    return file?.kind === 'string'
      ? { ...reference, model: { ...reference.model, file: file.value } }
      : reference;
  }
  return where.orObject ? null : open(source);
}

function known(value: string, how: ModelReference['how'], expression: string): Reference {
  return { model: { value, how, expression }, options: [] };
}

function open(expression: string): Reference {
  return { model: { value: null, how: 'unknown', expression }, options: [] };
}

/** No argument names the model: the library has one of its own, or nothing is loaded. */
function implied(where: ModelArgument, given: Arguments): Reference | null {
  const { byDefault } = where;
  if (!given.complete && byDefault === undefined) {
    return open('**');
  }
  if (byDefault === undefined) {
    return null;
  }
  if (byDefault === null) {
    return { model: { value: null, how: 'default', expression: '' }, options: [] };
  }
  if (typeof byDefault === 'string') {
    return known(byDefault, 'default', '');
  }
  const task = given.args[0] ?? given.keywords.get('task');
  const value = task?.kind === 'string' ? byDefault[task.value] : undefined;
  return value === undefined ? null : known(value, 'default', '');
}

interface Found {
  value: Value;
  keyword: string | null;
  at: number | null;
}

function find(where: ModelArgument, given: Arguments): Found | null {
  for (const keyword of where.keywords ?? []) {
    const value = given.keywords.get(keyword);
    if (value && value.kind !== 'none') {
      return { value, keyword, at: null };
    }
  }
  const at = where.at ?? -1;
  const value = given.args[at];
  return value && value.kind !== 'none' ? { value, keyword: null, at } : null;
}

/** The argument as it stands in the source; null when it came through `*` or `**`. */
function argumentNode(
  call: Site,
  keyword: string | null,
  at: number | null
): ReturnType<typeof children>[number] | null {
  const list = call.call.getChild('ArgList');
  const given = list ? groups(children(list)) : [];
  if (keyword !== null) {
    const group = given.find(
      ([name, sign]) =>
        sign?.name === 'AssignOp' &&
        name !== undefined &&
        nodeText(name, call.cell.text) === keyword
    );
    return group?.[2] ?? null;
  }
  const positional = given.filter(group => group.length === 1);
  return positional[at ?? 0]?.[0] ?? null;
}
