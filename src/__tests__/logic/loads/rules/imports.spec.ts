import { likelyImports } from '../../../../logic/loads/rules/imports';
import { costlyModules } from '../../../../logic/loads/rules/imports';

describe('likelyImports', () => {
  it.each([
    [[], []],
    [['x = 1', 'print("import torch")'], []],
    [['import numpy as np\n  import torch.nn as nn'], ['torch']],
    [['from transformers import AutoModel'], ['transformers']],
    [
      ['from torch import nn', 'import os, transformers'],
      ['torch', 'transformers']
    ]
  ])('of %j', (executed, modules) => {
    expect(likelyImports(executed).sort()).toEqual(modules);
  });

  it('takes all for imported once a model was loaded', () => {
    expect(likelyImports(['m = AutoModel.from_pretrained("x")'])).toEqual(costlyModules());
  });
});
