import {
  gateExecute,
  ownerOfExecute,
  type ExecuteOwner
} from '../../../controllers/loads/staticExecute';

type Reply = { content: { status: string } };

function classes() {
  const ran: string[] = [];
  class CodeCell {
    constructor(readonly name: string) {}
    static async execute(cell: CodeCell, _session: string, more?: unknown): Promise<Reply> {
      ran.push(`${cell.name} ${String(more)}`);
      return { content: { status: cell.name === 'bad' ? 'error' : 'ok' } };
    }
  }
  class SpecialCell extends CodeCell {}
  const owner = ownerOfExecute<CodeCell, string, Reply>(new SpecialCell('x'));
  return {
    CodeCell,
    SpecialCell,
    ran,
    owner: owner as ExecuteOwner<CodeCell, string, Reply>
  };
}

describe('gateExecute', () => {
  it('says when the class cannot be changed', () => {
    const gate = async () => true;
    expect(gateExecute(classes().owner, gate)).toBe(true);
    expect(gateExecute(Object.freeze(classes().owner), gate)).toBe(false);
  });

  it('finds the class that owns the method, from a cell of a subclass', () => {
    const { CodeCell, owner } = classes();
    expect(owner).toBe(CodeCell);
    expect(ownerOfExecute({})).toBeNull();
  });

  it('passes arguments and replies through, synchronously when nothing is asked', async () => {
    const { CodeCell, ran, owner } = classes();
    gateExecute(owner, (options, inner) => inner(options));
    const reply = CodeCell.execute(new CodeCell('a'), 'session', {
      deleted: 1
    });
    expect(ran).toEqual(['a [object Object]']);
    expect((await reply).content.status).toBe('ok');
  });

  it('cancels in the way that executors understand', async () => {
    const { CodeCell, ran, owner } = classes();
    gateExecute(owner, async () => false);
    await expect(CodeCell.execute(new CodeCell('a'), 's')).rejects.toThrow(/^Canceled/);
    expect(ran).toEqual([]);
  });

  it('keeps the reply of a cell that failed', async () => {
    const { CodeCell, owner } = classes();
    gateExecute(owner, (options, inner) => inner(options));
    expect((await CodeCell.execute(new CodeCell('bad'), 's')).content.status).toBe('error');
  });
});
