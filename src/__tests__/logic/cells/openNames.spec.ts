import { findLoadCalls } from '../../../logic/cells/detect';
import { definitions, openNames } from '../../../logic/cells/openNames';

const IMPORTS = { id: 'i', source: 'from transformers import AutoModel\nimport os' };

function read(expression: string, values: Record<string, string | null> = {}) {
  const cell = { id: 'c', source: `AutoModel.from_pretrained(${expression})` };
  return findLoadCalls([IMPORTS, { id: 'p', source: definitions(values) }, cell], 2);
}

const asked = (expression: string): string[] => openNames(read(expression)).map(n => n.text);

describe('openNames', () => {
  it.each([
    ['name', ['name']],
    ['args.model', ['args.model']],
    ['cfg["model"]', ['cfg["model"]']],
    ['f"{base}/{args.size}"', ['base', 'args.size']],
    ['os.path.join(base, cfg["x"])', ['os.path', 'base', 'cfg["x"]']],
    ['args.model.strip()', ['args.model']],
    ['base + "/x"', ['base']],
    ['first if big else second', ['first', 'big', 'second']],
    ['pick()', []]
  ])('of %s', (expression, names) => {
    expect(asked(expression)).toEqual(names);
  });

  it('asks nothing about a model that is known', () => {
    expect(asked('"org/model"')).toEqual([]);
  });
});

describe('definitions', () => {
  it.each([
    ['name', { name: 'org/a' }, 'org/a'],
    ['args.model', { 'args.model': 'org/a' }, 'org/a'],
    ['cfg["model"]', { 'cfg["model"]': 'org/a' }, 'org/a'],
    ['f"{base}/{args.size}"', { base: '/m', 'args.size': '7b' }, '/m/7b'],
    ['os.path.join(base, cfg["x"])', { base: '/m', 'cfg["x"]': 'q"\\' }, '/m/q"\\'],
    ['base + "/x"', { base: 'C:\\m' }, 'C:\\m/x']
  ])('let the reader follow %s', (expression, values, model) => {
    expect(read(expression, values)[0]?.model.value).toBe(model);
  });

  it('leave out what the kernel did not know', () => {
    expect(definitions({ name: null, 'a.b': null })).toBe('');
    expect(definitions({ 'a.b': 'x', 'a.c': null })).toBe('class a:\n    b = "x"');
  });
});
