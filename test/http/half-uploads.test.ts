import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { showPresence } from '../../src/storage/index.ts';
import { serve } from './testing/served-apps.ts';

/** A data directory in which a server was killed while it took an upload; with the half of the file. */
function leaveHalf(): { folder: string; half: string } {
  const folder = mkdtempSync(join(tmpdir(), 'dify-half-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const incoming = join(folder, 'blobs', 'incoming');
  mkdirSync(incoming, { recursive: true });
  const half = join(incoming, '0d9b3f53-7f53-4b39-a2f2-8d6c0ff6d3b5');
  writeFileSync(half, 'half a fi');
  const aMoment = new Date(Date.now() - 1000);
  utimesSync(half, aMoment, aMoment);
  return { folder, half };
}

test('what a killed server left of an upload is gone when a server is back', async () => {
  const { folder, half } = leaveHalf();
  const served = await serve({}, folder);
  expect(existsSync(half)).toBe(false);
  await served.close();
});

test('while another process works there it may be its upload, and stays', async () => {
  const { folder, half } = leaveHalf();
  const other = showPresence(join(folder, 'processes'), 'another server');
  const served = await serve({}, folder);
  expect(existsSync(half)).toBe(true);
  await served.close();
  other.close();
});
