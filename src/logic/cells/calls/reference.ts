import type { ModelArgument } from '../../types/loader';
import type { ModelReference } from '../../types/load';
import type { Site } from '../python/run';
import { children, groups, nodeText } from '../syntax/tree';
import { argument, entry, type Arguments, type Value } from '../python/values';

export interface Reference {
  model: ModelReference;
  /** The candidate ids when the source does not decide which one is used. */
  options: readonly string[];
}

/** Matches variables whose name suggests an id or a path rather than an object. */
const NAMES_AN_ID =
  /(?:^|[._\]["'])(?:\w*_)?(?:id|name|path|ckpt|checkpoint|repo|dir|file|filename|folder|handle|id_or_path|name_or_path)["'\]\d]*$/i;
/** Matches an expression that builds a string or a path. */
const IS_TEXT = /^[rf]{0,2}["']|["']$/i;
/** Functions whose result stands for the model or file that their first argument names. */
const STANDS_FOR =
  /(?:^|\.)(?:hf_hub_download|snapshot_download|cached_download|model_download|model_file_download|\w*Config\.from_pretrained|from_json_file|builtins\.open)$/;
const MODEL_KEYWORDS = ['repo_id', 'model_id', 'pretrained_model_name_or_path', 'file'];

/** The model that the call refers to; null when the call loads nothing. */
export function referenceOf(
  where: ModelArgument,
  given: Arguments,
  call: Site,
  callee: string
): Reference | null {
  if (where.byCallee) {
    return known(callee.split('.').pop() ?? callee, 'default', callee);
  }
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
      return fromString(where, value.value, source, literal);
    case 'choice':
      return fromChoice(where, value, source);
    case 'unknown':
      return openUnlessObject(where, value.expression);
    case 'call':
      return fromCall(where, value, source);
    case 'dict':
      return fromDict(where, value, source);
    case 'list':
      return value.items[0] ? fromValue(where, value.items[0], source, false) : null;
    case 'attribute':
    case 'name':
      return fromAttribute(where, value, source);
    default:
      return null;
  }
}

function fromString(
  where: ModelArgument,
  value: string,
  source: string,
  literal: boolean
): Reference | null {
  const refused = where.not?.test(value) || where.only?.test(value) === false;
  return refused || value === '' ? null : known(value, literal ? 'literal' : 'constant', source);
}

function openUnlessObject(where: ModelArgument, expression: string): Reference | null {
  const object = where.orObject && !NAMES_AN_ID.test(expression) && !IS_TEXT.test(expression);
  return object || where.only ? null : open(expression);
}

/**
 * An attribute of a loaded model is never another model's id; any other attribute or name may be one.
 */
function fromAttribute(where: ModelArgument, value: Value, source: string): Reference | null {
  const ofModel = value.kind === 'attribute' && value.receiver.kind === 'loaded';
  return ofModel ? null : openUnlessObject(where, source);
}

/** `Embeddings({"path": id})` */
function fromDict(
  where: ModelArgument,
  value: Extract<Value, { kind: 'dict' }>,
  source: string
): Reference | null {
  for (const key of where.inside ?? []) {
    const item = entry(value.entries, { kind: 'string', value: key });
    if (item) {
      return fromValue(where, item, source, false);
    }
  }
  return null;
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
  const { callee, given } = value;
  const inside = argument({ keywords: where.inside }, given);
  if (inside) {
    return fromValue(where, inside, source, false);
  }
  if (!STANDS_FOR.test(callee)) {
    return where.orObject || where.only ? null : open(source);
  }
  const repo = argument({ at: 0, keywords: MODEL_KEYWORDS }, given);
  if (repo?.kind !== 'string') {
    return open(source);
  }
  const file = argument({ at: 1, keywords: ['filename'] }, given);
  const reference = known(repo.value, 'constant', source);
  return file?.kind === 'string' && /download$/.test(callee)
    ? { ...reference, model: { ...reference.model, file: file.value } }
    : reference;
}

function known(value: string, how: ModelReference['how'], expression: string): Reference {
  return { model: { value, how, expression }, options: [] };
}

function open(expression: string): Reference {
  return { model: { value: null, how: 'unknown', expression }, options: [] };
}

/** Without an argument that names the model, the library uses its default, or nothing is loaded. */
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

/** The argument's node in the source; null when it was passed through `*` or `**`. */
function argumentNode(
  call: Site,
  keyword: string | null,
  at: number | null
): ReturnType<typeof children>[number] | null {
  const { list } = call;
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
