import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CorpusRunner, corpus, openCorpusRunner } from './corpus-runner.ts';

interface IndexEntry {
  readonly slug: string;
  readonly mode: string;
  readonly yaml_valid: boolean;
}

/** The smallest four of each mode and whatever cannot be parsed; `run-corpus.ts` runs all. */
function sample(): IndexEntry[] {
  const entries = JSON.parse(readFileSync(join(corpus, 'INDEX.json'), 'utf8')) as (IndexEntry & { bytes: number })[];
  const bySize = entries.toSorted((a, b) => a.bytes - b.bytes);
  const modes = [...new Set(entries.map(({ mode }) => mode))];
  const small = modes.flatMap((mode) => bySize.filter((entry) => entry.mode === mode && entry.yaml_valid).slice(0, 4));
  return [...small, ...entries.filter(({ yaml_valid }) => !yaml_valid)];
}

describe.skipIf(!existsSync(corpus))('real apps run to an end', () => {
  let runner: CorpusRunner;
  beforeAll(async () => {
    runner = await openCorpusRunner();
  });
  afterAll(() => runner?.close());

  test.each(existsSync(corpus) ? sample() : [])('$mode $slug', { timeout: 60_000 }, async ({ slug, yaml_valid }) => {
    const result = await runner.run(slug);
    expect(['crash', 'hang'], result.why).not.toContain(result.ending);
    expect(result.ending === 'unreadable').toBe(!yaml_valid);
  });
});
