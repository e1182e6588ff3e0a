import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { greeting } from '../http/testing/apps.ts';
import { type Listening, listen } from './listening.ts';

/** The pages of the APIs in a real browser, as a person uses them. Needs a Chromium of the system. */

const program = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
);
if (program === undefined) console.log('swagger-ui: skipped, there is no Chromium here');

let server: Listening;
let browser: Browser;
let profile: string;

beforeAll(async () => {
  if (program === undefined) return;
  server = await listen('unused');
  profile = mkdtempSync(join(tmpdir(), 'dify-chromium-'));
  const quiet = ['--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
  browser = await chromium.launch({
    executablePath: program,
    args: ['--no-sandbox', '--disable-quic', '--no-first-run', ...quiet],
    env: { ...process.env, HOME: profile },
  });
}, 120_000);

afterAll(async () => {
  if (program === undefined) return;
  await browser.close();
  await server.close();
  rmSync(profile, { recursive: true, force: true });
});

async function open(path: string): Promise<{ readonly page: Page; readonly complaints: readonly string[] }> {
  const page = await browser.newPage({ viewport: { width: 1200, height: 1600 } });
  page.setDefaultTimeout(100_000); // a busy machine draws slowly
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('request', (request) => {
    if (!request.url().startsWith(server.url) && !request.url().startsWith('data:'))
      complaints.push(`asked elsewhere: ${request.url()}`);
  });
  await page.goto(`${server.url}${path}`);
  await page.waitForSelector('.opblock');
  return { page, complaints };
}

/** Where to look at the pages: `SCREENSHOTS=folder`. */
async function keepPicture(page: Page, name: string): Promise<void> {
  const folder = process.env['SCREENSHOTS'];
  if (folder !== undefined) await page.screenshot({ path: join(folder, `${name}.png`) });
}

test.skipIf(program === undefined)('"Try it out" with a key runs a workflow', { timeout: 120_000 }, async () => {
  const { key } = await server.importApp(greeting);
  const { page, complaints } = await open('/v1/docs');
  await keepPicture(page, 'operations');

  await page.click('.btn.authorize');
  await page.fill('.auth-container input', key);
  await page.click('.auth-btn-wrapper .authorize');
  await page.click('.auth-btn-wrapper .btn-done');

  const operation = page.locator('.opblock', { has: page.locator('[data-path="/v1/workflows/run"]') });
  await operation.locator('.opblock-summary').click();
  await operation.locator('.try-out__btn').click();
  await operation
    .locator('textarea.body-param__text')
    .fill(JSON.stringify({ inputs: { name: 'Ann' }, response_mode: 'blocking', user: 'ann' }));
  await operation.locator('.execute').click();
  const answer = operation.locator('.live-responses-table .response .highlight-code code').first();
  await answer.waitFor();
  await keepPicture(page, 'tried');
  expect(JSON.parse(await answer.innerText())).toMatchObject({
    data: { status: 'succeeded', outputs: { text: 'Hello, Ann!' } },
  });
  expect(complaints).toEqual([]);
  await page.close();
});

test.skipIf(program === undefined).each(['/v1/swagger-ui.html', '/api/docs', '/files/docs'])(
  'the page %s lists every operation of its family and asks nobody else',
  { timeout: 120_000 },
  async (path) => {
    const { page, complaints } = await open(path);
    const prefix = path.split('/')[1] ?? '';
    const document = (await (await fetch(`${server.url}/${prefix}/swagger.json`)).json()) as { paths: object };
    const operations = Object.values(document.paths).flatMap((path) => Object.keys(path));
    expect(await page.locator('.opblock').count()).toBe(operations.length);
    expect(complaints).toEqual([]);
    await page.close();
  },
);
