import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { operationsOf, readDocument } from './document.ts';
import { notGiven } from './not-given.ts';
import { provocations, type Stages } from './refusals.ts';
import { openStage } from './stage.ts';

/** Every refusal that the document of the Service API describes is brought about, or it is said why it cannot be. */
const document = readDocument();

describe.skipIf(document === undefined)('a documented refusal', () => {
  const refusals = document ? operationsOf(document).flatMap((operation) => operation.refusals) : [];
  let stages: Stages;
  beforeAll(async () => {
    const [full, bare, busy, gone] = await Promise.all([
      openStage({ UPLOAD_FILE_EXTENSION_BLACKLIST: 'exe', UPLOAD_FILE_SIZE_LIMIT: '1' }),
      openStage({ DIFY_MODEL_GATEWAY: '', VOYAGE_API_KEY: 'a key' }),
      openStage({ APP_MAX_ACTIVE_REQUESTS: '1' }),
      openStage(),
    ]);
    await gone.served.instance.close();
    stages = { full, bare, busy, gone };
  });
  afterAll(async () => {
    const { gone: _gone, ...working } = stages;
    expect(Object.values(working).flatMap(({ served }) => served.errors)).toEqual([]);
    await Promise.all(Object.values(stages).map((stage) => stage.close()));
  });

  const given = refusals.filter(({ name }) => !(name in notGiven));
  test.each(given.map((refusal) => [refusal.name, refusal] as const))('%s', async (name, { status, code }) => {
    const answer = await provocations[name]?.(stages);
    expect(answer?.json, answer?.text).toMatchObject({ code, status, message: expect.stringMatching(/./) });
    expect([answer?.status, answer?.contentType]).toEqual([status, 'application/json']);
  });

  test('that is listed as one that cannot be given is documented, and nothing provokes it', () => {
    const documented = refusals.map(({ name }) => name);
    expect(Object.keys(notGiven).filter((name) => !documented.includes(name) || name in provocations)).toEqual([]);
    expect(Object.keys(provocations).filter((name) => !documented.includes(name))).toEqual([]);
  });
});
