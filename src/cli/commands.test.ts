import type { Command } from 'commander';
import { expect, test, vi } from 'vitest';
import { commands } from './commands.ts';
import type { Io } from './io.ts';

vi.setConfig({ testTimeout: 60_000 }); // all rooms are loaded

const unused = {} as Io; // a command touches it when it acts, not when it is built

/** What prints no result of its own: scripts, DSL, a log; or has `--output` for the form of it. */
const OTHERWISE = ['run', 'serve', 'app export', 'runs resume', 'completion'];

/** Every command that acts, under all of its words. */
async function listActing(): Promise<(readonly [words: string, command: Command])[]> {
  const roots = await Promise.all(commands.map(({ load }) => load?.(unused)));
  return roots.filter((root) => root !== undefined).flatMap((root) => actingOf(root, root.name()));
}

function actingOf(command: Command, words: string): (readonly [string, Command])[] {
  if (command.commands.length === 0) return [[words, command]];
  return command.commands.flatMap((child) => actingOf(child, `${words} ${child.name()}`));
}

test('every command that prints something has --json, and says what it prints then', async () => {
  const acting = await listActing();
  const json = (command: Command) => command.options.find(({ long }) => long === '--json');
  const without = acting.filter(([, command]) => !json(command)).map(([words]) => words);
  expect(without.toSorted()).toEqual(OTHERWISE.toSorted());
  expect(acting.flatMap(([, command]) => json(command)?.description ?? [])).not.toContain('');
});
