import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startServer } from '../../src/http/index.ts';
import { startPatientModel } from '../fakes/patient-model.ts';
import { chatModel } from './testing/apps.ts';
import { serve } from './testing/served-apps.ts';

/** More than a server looks up at once. */
const RUNS = 130;
/** A heartbeat takes 10 s. */
const SOON = { timeout: 8000 };

test('a server takes over all runs that another one left, and not some at each heartbeat', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'dify-many-interrupted-'));
  const model = await startPatientModel('one ', 'two');
  const served = await serve({ DIFY_MODEL_GATEWAY: model.url }, folder);
  const { key } = await served.importApp(chatModel());
  const first = await startServer(served.instance);
  const ask = () =>
    fetch(`${first.url}/v1/chat-messages`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ inputs: {}, query: 'count', user: 'ann', response_mode: 'streaming' }),
    }).then((response) => response.text());
  const streams = Array.from({ length: RUNS }, ask);
  await expect.poll(() => served.instance.runs.list().length, SOON).toBe(RUNS);
  await first.close();
  await Promise.all(streams);
  await served.close();

  const back = await serve({ DIFY_MODEL_GATEWAY: model.url }, folder);
  await expect.poll(() => back.instance.runs.list().length, SOON).toBe(RUNS);
  model.goOn();
  await expect.poll(() => back.instance.runs.list().length, SOON).toBe(0);
  await back.close();
  model.close();
  rmSync(folder, { recursive: true, force: true });
}, 40_000);
