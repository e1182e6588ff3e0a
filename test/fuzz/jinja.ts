import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { renderTemplate, TemplateError } from '../../src/jinja/index.ts';
import { errorText, float, type JsonObject, type JsonValue, printJson } from '../../src/kernel/index.ts';
import { TemplateGenerator } from './jinja-templates.ts';
import { Random } from './random.ts';

/**
 * Random templates on random variables, rendered by us and by CPython's Jinja2, must give the same text or both fail.
 * Skips with a message where no Python has jinja2 (Debian: `apt-get install python3-jinja2`; or set PYTHON).
 * Run: node_modules/.bin/node test/fuzz/jinja.ts --seconds 30 [--seed 1]
 */
const { values: options } = parseArgs({
  options: {
    seconds: { type: 'string', default: '30' },
    seed: { type: 'string' },
    show: { type: 'string', default: '20' },
  },
});

const REFERENCE = `
import json, signal, sys
import jinja2
def late(*_): raise TimeoutError()
signal.signal(signal.SIGALRM, late)
for line in sys.stdin:
    case = json.loads(line)
    try:
        signal.setitimer(signal.ITIMER_REAL, 2)
        out = {'text': jinja2.Template(case['template']).render(**case['variables'])}
        json.dumps(out, ensure_ascii=False).encode()
    except BaseException as error:
        out = {'error': type(error).__name__, 'message': str(error)[:300]}
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    sys.stdout.write(json.dumps(out) + '\\n')
    sys.stdout.flush()
`;

type Outcome = { text: string } | { error: string; message: string };

function findPython(): string | undefined {
  const candidates = [process.env['PYTHON'], 'python3', '/usr/bin/python3'].filter((name) => name !== undefined);
  return candidates.find((name) => spawnSync(name, ['-c', 'import jinja2']).status === 0);
}

/** One Python for the whole run: a line of JSON in, a line of JSON out. */
function startReference(python: string) {
  const child = spawn(python, ['-c', REFERENCE], { stdio: ['pipe', 'pipe', 'ignore'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async render(template: string, variables: JsonObject): Promise<Outcome> {
      child.stdin.write(`${printJson({ template, variables })}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error('the Python process ended');
      return JSON.parse(value);
    },
    stop: () => child.stdin.end(),
  };
}

function renderHere(template: string, variables: JsonObject): Outcome {
  try {
    return { text: renderTemplate(template, variables, { maxMilliseconds: 5000, maxSteps: 5_000_000 }) };
  } catch (error) {
    if (error instanceof TemplateError) return { error: error.kind, message: error.message };
    return { error: 'BUG', message: error instanceof Error ? (error.stack ?? error.message) : errorText(error) };
  }
}

/** What one side refuses to spend memory or time on says nothing about the other. */
const REFUSALS = ['MemoryError', 'TimeoutError', 'StepLimitError', 'TimeLimitError', 'RecursionError'];

function isRefusal(outcome: Outcome): boolean {
  if (!('error' in outcome)) return false;
  return REFUSALS.includes(outcome.error) || outcome.message.includes('complex numbers');
}

/** Addresses in memory differ from run to run. */
const withoutAddresses = (text: string) => text.replace(/0x[0-9a-f]{6,}/gi, '0x');

/** Jinja2 computes what is constant beforehand, and there forgives a slice of what cannot be sliced. We do not. */
const isConstantSlice = (ours: Outcome) =>
  'error' in ours && /is not subscriptable|unhashable type: 'slice'/.test(ours.message);

function agree(ours: Outcome, theirs: Outcome): boolean {
  if (isRefusal(ours) || isRefusal(theirs) || isConstantSlice(ours)) return true;
  if ('error' in ours || 'error' in theirs) return 'error' in ours && 'error' in theirs && ours.error !== 'BUG';
  return withoutAddresses(ours.text) === withoutAddresses(theirs.text);
}

function randomVariables(random: Random): JsonObject {
  const texts = [
    '',
    'a',
    'Hello World',
    'x,y,,z',
    '  padded ',
    '<b>&"\'',
    'naïve 你好 😀',
    'line one\nline two\n\n',
    '42',
    '3.14',
    'ABC def-ghi',
  ];
  const numbers: JsonValue[] = [
    0,
    1,
    -3,
    7,
    100,
    2.5,
    -0.75,
    float(3),
    float(0),
    1e20,
    12345678901234567890n,
    0.1,
    1234567.891,
  ];
  const list = (make: () => JsonValue, most: number) => Array.from({ length: random.below(most + 1) }, make);
  const text = () => random.pick(texts);
  const number = () => random.pick(numbers);
  return {
    s: text(),
    t: text(),
    n: random.pick([0, 1, 2, 3, 7, -4]),
    f: number(),
    b: random.chance(0.5),
    z: null,
    l: list(() => random.pick([1, 2, 3, 5, 8, -1]), 5),
    ls: list(text, 4),
    m: list(() => random.pick([text(), number(), null, true, [1, 2], { k: 'v' }]), 4),
    nested: [[1, 2], [3], []],
    d: Object.fromEntries(list(text, 3).map((key, i) => [`k${String(key)}`, random.pick([i, text(), null, [i]])])),
    people: list(
      () => ({
        name: random.pick(['Ann', 'bob', 'Cid']),
        age: random.pick([30, 25, 7]),
        city: random.pick(['Oslo', 'Rome', null]),
      }),
      4,
    ),
  };
}

/** Drops pieces as long as the two still disagree. */
async function shrink(pieces: readonly string[], differs: (template: string) => Promise<boolean>): Promise<string> {
  let kept = [...pieces];
  for (let i = kept.length - 1; i >= 0 && kept.length > 1; i -= 1) {
    const fewer = kept.toSpliced(i, 1);
    if (await differs(fewer.join(''))) kept = fewer;
  }
  return kept.join('');
}

async function main(): Promise<void> {
  const python = findPython();
  if (python === undefined) {
    console.log('skipped: no Python with jinja2 found (set PYTHON, or install python3-jinja2)');
    return;
  }
  const seed = Number(options.seed ?? Date.now() % 1_000_000_000);
  const random = new Random(seed);
  const reference = startReference(python);
  const until = performance.now() + Number(options.seconds) * 1000;
  const counts = { templates: 0, texts: 0, errors: 0, differences: 0 };
  while (performance.now() < until && counts.differences < Number(options.show)) {
    const variables = randomVariables(random);
    const pieces = new TemplateGenerator(random).pieces();
    const theirs = await reference.render(pieces.join(''), variables);
    const ours = renderHere(pieces.join(''), variables);
    counts.templates += 1;
    counts['text' in theirs ? 'texts' : 'errors'] += 1;
    if (agree(ours, theirs)) continue;
    counts.differences += 1;
    const differs = async (template: string) =>
      !agree(renderHere(template, variables), await reference.render(template, variables));
    const template = await shrink(pieces, differs);
    const pair = { ours: renderHere(template, variables), theirs: await reference.render(template, variables) };
    console.log(printJson({ template, ...pair, variables }));
  }
  reference.stop();
  console.log(printJson({ seed, ...counts }));
  if (counts.differences > 0) process.exitCode = 1;
}

await main();
