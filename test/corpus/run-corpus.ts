import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type CorpusResult, corpus, countEndings, isFault, openCorpusRunner } from './corpus-runner.ts';

/**
 * Imports and runs every app of the corpus: `node test/corpus/run-corpus.ts [--filter TEXT] [--json FILE] [--all]`.
 * Prints one line per app that did not simply succeed (with `--all` per app) and how many of each mode ended how; fails
 * when one crashed or hung.
 */
const { values } = parseArgs({
  options: { filter: { type: 'string', default: '' }, json: { type: 'string' }, all: { type: 'boolean' } },
});

async function main(): Promise<number> {
  if (!existsSync(corpus)) {
    console.log(`skipped: there is no corpus at ${corpus}`);
    return 0;
  }
  const slugs = readdirSync(join(corpus, 'apps'))
    .filter((name) => name.endsWith('.yml') && name.includes(values.filter))
    .map((name) => name.replace(/\.yml$/, ''));
  const runner = await openCorpusRunner();
  const results: CorpusResult[] = [];
  try {
    for (const slug of slugs) {
      const result = await runner.run(slug);
      results.push(result);
      if (values.all || result.ending !== 'succeeded') console.log(lineOf(result));
    }
  } finally {
    await runner.close();
  }
  console.table(countEndings(results));
  if (values.json)
    writeFileSync(values.json, `${JSON.stringify({ counts: countEndings(results), results }, undefined, 2)}\n`);
  const faults = results.filter(isFault);
  console.log(`${results.length} apps, ${faults.length} crashed or hung`);
  return faults.length === 0 ? 0 : 1;
}

function lineOf({ slug, mode, ending, why = '', nodes, milliseconds }: CorpusResult): string {
  return `${ending.padEnd(9)} ${mode.padEnd(13)} ${slug} (${nodes} nodes, ${milliseconds} ms) ${why.replaceAll('\n', ' | ').slice(0, 300)}`;
}

process.exitCode = await main();
