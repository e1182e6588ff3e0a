import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type JsonObject, printJson } from '../../src/kernel/index.ts';
import { CodeError, type CodeLanguage, type CodeSandbox, type SandboxPool } from '../../src/platform/sandbox/index.ts';
import { openSandbox } from '../../src/platform/sandbox/open-sandbox.ts';
import { type Attempt, endlessAttempts, javascriptAttempts, pythonAttempts } from './attempts.ts';
import { CANARY, launchFor, openSurroundings, type Surroundings } from './surroundings.ts';

vi.setConfig({ testTimeout: 60_000 });

const START_MS = 120_000; // the first start may have to make the bundle and the snapshot
const ENDLESS_MS = 1_000;

let around: Surroundings;
let patient: SandboxPool;
let hasty: SandboxPool;

beforeAll(async () => {
  around = await openSurroundings();
  patient = openSandbox({ timeoutMs: 30_000, maxChildren: 4 }, launchFor);
  hasty = openSandbox({ timeoutMs: ENDLESS_MS, maxChildren: 4 }, launchFor);
  await Promise.all([isWell(patient.forApp('a'), 'python3'), isWell(patient.forApp('a'), 'javascript')]);
}, START_MS);

afterAll(async () => {
  await Promise.all([patient.close(), hasty.close()]);
  await around.close();
});

const plain: Record<CodeLanguage, string> = {
  python3: 'def main(x): return {"x": x + 1}',
  javascript: 'function main({ x }) { return { x: x + 1 } }',
};

async function isWell(app: CodeSandbox, language: CodeLanguage): Promise<void> {
  expect(await app.run({ language, code: plain[language], inputs: { x: 1 } })).toEqual({
    result: { x: 2 },
    stdout: '',
  });
}

async function attempt(app: CodeSandbox, { language, code, fails, returns }: Attempt): Promise<void> {
  const run = app.run({ language, code, inputs: { t: around.targets as unknown as JsonObject } });
  const outcome: unknown = await run.then(
    (reply) => reply,
    (error: unknown) => error,
  );
  const text = outcome instanceof CodeError ? outcome.message + outcome.stdout : printJson(outcome);
  expect(text).not.toContain(CANARY);
  if (!fails) return expect(outcome).toMatchObject({ result: returns });
  expect(outcome).toBeInstanceOf(CodeError);
  expect(outcome).toMatchObject({ kind: fails.kind, message: expect.stringMatching(fails.message) });
}

describe.each([
  ['Python', pythonAttempts],
  ['JavaScript', javascriptAttempts],
])('%s', (_name, attempts) => {
  test.each(attempts)('gets nowhere: $name', async (each) => {
    const app = patient.forApp('a');
    await attempt(app, each);
    await isWell(app, each.language);
  });
});

describe('without end', () => {
  test.concurrent.each(endlessAttempts)('$language is stopped: $name', async (each) => {
    const app = hasty.forApp(each.name);
    await attempt(app, each);
  });

  test.each(['python3', 'javascript'] as const)('%s runs again afterwards', async (language) => {
    await isWell(patient.forApp('a'), language);
  });
});

describe('between two apps', () => {
  const secrets: Record<CodeLanguage, readonly [leave: string, find: string]> = {
    python3: [
      `import builtins, json, random, sys, types
sys.modules["left"] = types.SimpleNamespace(value="left")
sys.modules["re"] = None
builtins.left = builtins.print = "left"
builtins.len = lambda _: 99
json.dumps = lambda *_, **__: '"forged"'
random.seed(1)
open("/tmp/left", "w").write("left")
def main(): return 1`,
      `import builtins, os, re, sys
def main(): return [hasattr(builtins, "left"), "left" in sys.modules, os.path.exists("/tmp/left"), len("abc")]`,
    ],
    javascript: [
      'globalThis.left = 1; Array.prototype.left = 1; JSON.stringify = () => "1"; function main() { return 1 }',
      'function main() { return [typeof left === "number", [].left === 1, JSON.stringify({}) === "1", 3] }',
    ],
  };

  test.each(['python3', 'javascript'] as const)('what %s leaves in one app is not in the other', async (language) => {
    const [leave, find] = secrets[language];
    await patient
      .forApp('left')
      .run({ language, code: leave, inputs: {} })
      .catch(() => 'it may hurt itself');
    const { result } = await patient.forApp('right').run({ language, code: find, inputs: {} });
    expect(result).toEqual([false, false, false, 3]);
  });

  test('the globals of one run are not in the next run of the same app', async () => {
    const app = patient.forApp('a');
    await app.run({ language: 'python3', code: 'left = 1\ndef main(): return left', inputs: {} });
    await app.run({ language: 'javascript', code: 'globalThis.left = 1; function main() { return left }', inputs: {} });
    const missing = { kind: 'script', message: expect.stringContaining('left') };
    await expect(app.run({ language: 'python3', code: 'def main(): return left', inputs: {} })).rejects.toMatchObject(
      missing,
    );
    await expect(
      app.run({ language: 'javascript', code: 'function main() { return left }', inputs: {} }),
    ).rejects.toMatchObject(missing);
  });

  test('two processes do not draw the same random numbers', async () => {
    const code =
      'import random, uuid, secrets\ndef main(): return [random.random(), str(uuid.uuid4()), secrets.token_hex()]';
    const draw = (key: string) => patient.forApp(key).run({ language: 'python3', code, inputs: {} });
    const [one, other] = await Promise.all([draw('one'), draw('other')]);
    const drawn = new Set([...(one.result as string[]), ...(other.result as string[])]);
    expect(drawn.size).toBe(6);
  });
});

describe('after all of it', () => {
  test('nobody connected to us', () => expect(around.connections()).toBe(0));

  test('no file was left or changed', () => {
    expect(readdirSync(around.targets.folder).sort()).toEqual(['dify.sqlite', 'secret.py']);
    expect(['/tmp/left', '/tmp/big', '/tmp/id', '/tmp/up'].filter((path) => existsSync(path))).toEqual([]);
    expect(existsSync(join(around.targets.folder, 'left'))).toBe(false);
  });
});
