/** Methods of strings, lists, dicts and loaded models. */
import type { SyntaxNode } from '@lezer/common';

import type { Run } from '../run';
import { nodeText } from '../../syntax/tree';
import {
  entry,
  NONE,
  pathOf,
  publicKeywords,
  publicValue,
  text,
  unknown,
  type Arguments,
  type Draft,
  type Value
} from '../values';

/** Methods that move, convert or split a loaded model, and so count as part of the load. */
const CHAINED =
  /^(?:to|to_empty|cuda|cpu|half|float|double|bfloat16|type|load_state_dict|enable_\w*offload|enable_group_offload|merge_and_unload|quantize|share_memory|resize_token_embeddings|dequantize)$/;
/** Methods that return the object itself. */
const RETURNS_SELF = /^(?:eval|train|requires_grad_|compile|share_memory_)$/;

/** null when the method is not one that is known here. */
export function callMethod(
  run: Run,
  callee: Value,
  given: Arguments,
  node: SyntaxNode
): Value | null {
  const options = callee.kind === 'choice' ? callee.options : [callee];
  if (
    callee.kind !== 'attribute' &&
    options.some(option => pathOf(option)?.endsWith('.load_state_dict'))
  ) {
    return stateDict(callee, given);
  }
  if (callee.kind !== 'attribute') {
    return null;
  }
  const { receiver, name } = callee;
  switch (receiver.kind) {
    case 'string':
      return stringMethod(receiver.value, name, given) ?? unknown(nodeText(node, run.cell.text));
    case 'list':
      return listMethod(run, receiver.items, name, given, node);
    case 'dict':
      return dictMethod(run, receiver.entries, name, given, node);
    case 'loaded':
      return modelMethod(receiver, name, given);
    default:
      return name === 'load_state_dict' ? stateDict(receiver, given) : null;
  }
}

function modelMethod(
  receiver: Extract<Value, { kind: 'loaded' }>,
  name: string,
  given: Arguments
): Value | null {
  if (name === 'load_state_dict') {
    stateDict(receiver, given);
  }
  if (CHAINED.test(name)) {
    chain(receiver.draft, name, given);
    return receiver;
  }
  return RETURNS_SELF.test(name) ? receiver : null;
}

function chain(draft: Draft, method: string, given: Arguments): void {
  draft.chain.push({
    method,
    args: given.args.map(arg => publicValue(arg, method)),
    keywords: publicKeywords(given)
  });
}

/** `model.load_state_dict(torch.load(...))`: what was loaded is a second copy of the weights. */
function stateDict(receiver: Value, given: Arguments): Value {
  const state = given.args[0] ?? given.keywords.get('state_dict');
  if (state?.kind === 'loaded') {
    chain(state.draft, 'load_state_dict', given);
  }
  return receiver.kind === 'loaded' ? receiver : unknown('load_state_dict');
}

function stringMethod(value: string, name: string, given: Arguments): Value | null {
  const known = given.args.map(arg => (arg.kind === 'string' ? arg.value : null));
  const [first, second] = known;
  switch (name) {
    case 'format':
      return format(value, given);
    case 'strip':
    case 'rstrip':
    case 'lstrip':
      return given.args.length > 0 ? stripped(value, name, first) : text(value.trim());
    case 'lower':
      return text(value.toLowerCase());
    case 'upper':
      return text(value.toUpperCase());
    case 'replace':
      return first && second !== undefined && second !== null
        ? text(value.split(first).join(second))
        : null;
    case 'split':
      return split(value, given.args.length > 0 ? first : ' ');
    case 'startswith':
      return first ? { kind: 'boolean', value: value.startsWith(first) } : null;
    case 'endswith':
      return first ? { kind: 'boolean', value: value.endsWith(first) } : null;
    case 'join':
      return joined(value, given.args[0]);
    case 'joinpath':
      return known.includes(null) ? null : text([value, ...known].join('/'));
    case 'expanduser':
    case 'resolve':
    case 'absolute':
    case 'as_posix':
      return text(value);
    default:
      return null;
  }
}

function stripped(
  value: string,
  name: string,
  characters: string | null | undefined
): Value | null {
  if (!characters) {
    return null;
  }
  let from = 0;
  let to = value.length;
  while (name !== 'rstrip' && from < to && characters.includes(value.charAt(from))) {
    from++;
  }
  while (name !== 'lstrip' && to > from && characters.includes(value.charAt(to - 1))) {
    to--;
  }
  return text(value.slice(from, to));
}

function split(value: string, by: string | null | undefined): Value | null {
  return by ? { kind: 'list', items: value.split(by).map(piece => text(piece)) } : null;
}

function joined(separator: string, list: Value | undefined): Value | null {
  if (list?.kind !== 'list') {
    return null;
  }
  const words = list.items.map(item => (item.kind === 'string' ? item.value : null));
  return words.includes(null) ? null : text(words.join(separator));
}

function format(value: string, given: Arguments): Value | null {
  let next = 0;
  let known = true;
  const result = value.replace(/\{(\w*)\}/g, (_, field: string) => {
    const found = /^\d*$/.test(field)
      ? given.args[field === '' ? next++ : Number(field)]
      : given.keywords.get(field);
    known &&= found?.kind === 'string' || found?.kind === 'number';
    return found && 'value' in found ? String(found.value) : '';
  });
  return known ? text(result) : null;
}

function listMethod(
  run: Run,
  items: readonly Value[],
  name: string,
  given: Arguments,
  node: SyntaxNode
): Value {
  const [first] = given.args;
  if ((name === 'append' || name === 'add') && first) {
    markKept(run, first);
    rebind(run, node, { kind: 'list', items: [...items, first] });
    return NONE;
  }
  if (name === 'extend' && first) {
    const more = first.kind === 'list' ? first.items : [];
    more.forEach(item => markKept(run, item));
    rebind(run, node, { kind: 'list', items: [...items, ...more] });
    return NONE;
  }
  return unknown(nodeText(node, run.cell.text));
}

/** A model that is stored in a container is not freed by the next iteration of the loop. */
export function markKept(run: Run, value: Value): void {
  if (value.kind === 'loaded' && run.circumstances.loop !== 'none') {
    value.draft.repeats = 'kept';
  } else if (value.kind === 'list') {
    value.items.forEach(item => markKept(run, item));
  } else if (value.kind === 'dict') {
    value.entries.forEach(([, item]) => markKept(run, item));
  }
}

/** Binds the changed container to the name on which the method was called. */
function rebind(run: Run, node: SyntaxNode, value: Value): void {
  const owner = node.firstChild;
  if (owner?.name === 'VariableName') {
    run.memory.bindWhereKnown(nodeText(owner, run.cell.text), value);
  }
}

function dictMethod(
  run: Run,
  entries: readonly (readonly [Value, Value])[],
  name: string,
  given: Arguments,
  node: SyntaxNode
): Value {
  const [key, fallback] = given.args;
  switch (name) {
    case 'get':
      return key ? (entry(entries, key) ?? fallback ?? NONE) : NONE;
    case 'keys':
      return { kind: 'list', items: entries.map(([k]) => k) };
    case 'values':
      return { kind: 'list', items: entries.map(([, v]) => v) };
    case 'items':
      return {
        kind: 'list',
        items: entries.map(([k, v]) => ({ kind: 'list', items: [k, v] }))
      };
    case 'copy':
      return { kind: 'dict', entries };
    case 'update': {
      const more = [...given.keywords].map(([k, v]) => [text(k), v] as const);
      const other = key?.kind === 'dict' ? key.entries : [];
      rebind(run, node, { kind: 'dict', entries: [...entries, ...other, ...more] });
      return NONE;
    }
    default:
      return unknown(nodeText(node, run.cell.text));
  }
}
