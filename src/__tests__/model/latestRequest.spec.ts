import { LatestRequest } from '../../model/latestRequest';

/** A server that answers when a test lets it; what it was asked stands in `sent`. */
function setUp() {
  const sent: string[] = [];
  let settle: { resolve: (answer: string) => void; reject: (error: Error) => void } | null = null;
  const request = new LatestRequest<string, string>(
    options => {
      sent.push(options);
      return new Promise((resolve, reject) => (settle = { resolve, reject }));
    },
    (older, newer) => `${older}+${newer}`
  );
  const answers: string[] = [];
  const say = (promise: Promise<string>) =>
    void promise.then(
      answer => answers.push(answer),
      (error: Error) => answers.push(error.message)
    );
  const act: Record<string, (name: string) => void> = {
    ask: name => say(request.ask(name)),
    join: name => say(request.join(name)),
    answer: name => settle?.resolve(name),
    fail: name => settle?.reject(new Error(name))
  };
  return { sent, answers, act };
}

/** Lets every promise that is settled tell so. */
const turn = (): Promise<void> => new Promise(resolve => setTimeout(resolve, 0));

/** What happens, turn by turn; commas separate the steps of one turn. */
const CASES: [name: string, turns: string[], sent: string[], answers: string[]][] = [
  ['sends what is asked', ['ask a', 'answer 1'], ['a'], ['1']],
  ['sends once for calls of one turn', ['ask a, ask b', 'answer 1'], ['a+b'], ['1', '1']],
  [
    'asks once more for who comes while one is under way',
    ['ask a', 'ask b', 'answer 1', 'answer 2'],
    ['a', 'b'],
    ['1', '2']
  ],
  [
    'sends only one more for all of them, with the options of each',
    ['ask a', 'ask b', 'ask c, ask d', 'answer 1', 'answer 2'],
    ['a', 'b+c+d'],
    ['1', '2', '2', '2']
  ],
  ['never has two under way', ['ask a', 'ask b'], ['a'], []],
  [
    'has who asks during the second wait for a third',
    ['ask a', 'ask b', 'answer 1', 'ask c', 'answer 2', 'answer 3'],
    ['a', 'b', 'c'],
    ['1', '2', '3']
  ],
  ['asks anew when nothing is under way', ['ask a', 'answer 1', 'ask b'], ['a', 'b'], ['1']],
  [
    'goes on after a failure, which only those hear who asked for it',
    ['ask a', 'ask b', 'fail broken', 'answer 2'],
    ['a', 'b'],
    ['broken', '2']
  ],
  ['lets others join what is under way', ['ask a', 'join b', 'answer 1'], ['a'], ['1', '1']],
  ['asks for who has nothing to join', ['join a', 'answer 1'], ['a'], ['1']],
  ['joins what is not sent yet, too', ['ask a, join b', 'answer 1'], ['a+b'], ['1', '1']]
];

describe('LatestRequest', () => {
  it.each(CASES)('%s', async (_name, turns, sent, answers) => {
    const seen = setUp();
    for (const steps of turns) {
      for (const step of steps.split(', ')) {
        const [verb = '', name = ''] = step.split(' ');
        seen.act[verb]?.(name);
      }
      await turn();
    }
    expect(seen.sent).toEqual(sent);
    expect(seen.answers).toEqual(answers);
  });

  it('lets the newer options win when told nothing else', async () => {
    const sent: string[] = [];
    const request = new LatestRequest<string>(async options => void sent.push(options));
    await Promise.all([request.ask('older'), request.ask('newer')]);
    expect(sent).toEqual(['newer']);
  });
});
