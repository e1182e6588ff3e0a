import { expect, test } from 'vitest';
import { balancedWire, type Candidate } from './balanced-wire.ts';
import { type LanguageRequest, ModelError } from './model-runtime.ts';
import type { LanguageWire, WireChunk } from './wire/language-wire.ts';

const request: LanguageRequest = { messages: [], parameters: {}, signal: new AbortController().signal };
const refused = new ModelError('InvokeAuthorizationError', 'This key is not known.');

/** A candidate, and what was reported of it. */
function candidate(stream: LanguageWire['stream']) {
  const reports: string[] = [];
  const one: Candidate<LanguageWire> = {
    wire: { stream },
    report: (outcome) => void reports.push(String(outcome)),
    toModelError: (error) => (error instanceof ModelError ? error : new ModelError('InvokeError', String(error))),
  };
  return { one, reports };
}

async function* saying(...texts: string[]): AsyncGenerator<WireChunk> {
  for (const text of texts) yield { type: 'text', text };
}

async function textOf(wire: LanguageWire): Promise<string> {
  let text = '';
  for await (const chunk of wire.stream(request)) if (chunk.type === 'text') text += chunk.text;
  return text;
}

test.each<[string, LanguageWire['stream']]>([
  [
    'before there is a stream',
    () => {
      throw refused;
    },
  ],
  [
    'before the first piece',
    // biome-ignore lint/correctness/useYield: it fails first
    async function* () {
      throw refused;
    },
  ],
])('a credential that is refused %s is left for the next one', async (_when, stream) => {
  const first = candidate(stream);
  const second = candidate(() => saying('one ', 'two'));
  expect(await textOf(balancedWire([first.one, second.one]))).toBe('one two');
  expect([first.reports, second.reports]).toEqual([['refused'], []]);
});

test('what fails after its first piece fails the call', async () => {
  const first = candidate(async function* () {
    yield* saying('one');
    throw refused;
  });
  const second = candidate(() => saying('never'));
  await expect(textOf(balancedWire([first.one, second.one]))).rejects.toBe(refused);
  expect(first.reports).toEqual(['refused']);
});
