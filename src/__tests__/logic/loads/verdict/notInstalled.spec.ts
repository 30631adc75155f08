import { installsPackages } from '../../../../logic/cells/installs';
import { markText } from '../../../../logic/loads/words/markText';
import {
  isNotInstalled,
  mayNotBeInstalled,
  nothingLoaded
} from '../../../../logic/loads/verdict/notInstalled';
import { judge } from '../../../../logic/loads/verdict/verdict';
import { explainVerdict } from '../../../../logic/loads/words/verdictText';
import { BFLOAT16 } from '../../../precheckFixtures';
import { call, capacity, kernel, trans } from '../rules/fixtures';

const LOAD = call('transformers.AutoModel.from_pretrained');
const MISSING = { transformers: null };

describe('isNotInstalled', () => {
  it.each([
    ['it is not there', LOAD, kernel(MISSING), true],
    ['it is there', LOAD, kernel({ transformers: '5.1.0' }), false],
    ['nobody said', LOAD, kernel({}), false],
    ['nothing is known of the kernel', LOAD, null, false],
    ['it is imported all the same', LOAD, kernel(MISSING, { modules: ['transformers'] }), false],
    ['the shell runs it', { ...LOAD, callee: 'shell:transformers serve' }, kernel(MISSING), false],
    // Wheels of this library carry several names.
    ['another name may bring it', call('llama_cpp.Llama'), kernel({ llama_cpp: null }), false]
  ])('when %s', (_, load, environment, expected) => {
    expect(isNotInstalled(load, environment)).toBe(expected);
  });
});

describe('mayNotBeInstalled', () => {
  it.each([
    ['nobody said', LOAD, kernel({}), true],
    ['nothing is known of the kernel', LOAD, null, true],
    ['it is not there', LOAD, kernel(MISSING), false],
    ['it is there', LOAD, kernel({ transformers: '5.1.0' }), false],
    ['it is imported', LOAD, kernel({}, { modules: ['transformers'] }), false],
    ['the shell runs it', { ...LOAD, callee: 'shell:transformers serve' }, kernel({}), false],
    ['another name may bring it', call('llama_cpp.Llama'), kernel({}), false]
  ])('when %s', (_, load, environment, expected) => {
    expect(mayNotBeInstalled(load, environment)).toBe(expected);
  });
});

it('is told in the mark and its tooltip, and is no lack of memory', () => {
  const verdict = judge(nothingLoaded(LOAD, BFLOAT16), capacity(100));
  expect(verdict.kind).toBe('unknown');
  expect(markText(verdict, false, trans)).toBe('transformers is not installed in this kernel');
  expect(explainVerdict(verdict, trans)).toEqual({
    title: 'transformers is not installed in this kernel',
    sentence: 'The cell would stop at its import.',
    lines: []
  });
});

it.each([
  ['%pip install transformers', true],
  ['!uv pip install -U torch', true],
  ['import pip\nprint("install")', false],
  ['model = load()', false]
])('sees in %j whether packages change', (source, expected) => {
  expect(installsPackages(source)).toBe(expected);
});
