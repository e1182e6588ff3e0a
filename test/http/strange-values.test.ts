import { afterAll, beforeAll, expect, test } from 'vitest';
import { families } from '../../src/http/families.ts';
import type { JsonValue } from '../../src/kernel/index.ts';
import { startObligingModel } from '../fakes/obliging-model.ts';
import type { ScriptedServer } from '../fakes/scripted-server.ts';
import { type Belongings, settle } from './testing/belongings.ts';
import { type Definition, placesOf, type Slot } from './testing/id-slots.ts';
import { importKit, type Principal, programUser, visitorOf } from './testing/principals.ts';
import { kindOf, requestFor } from './testing/requests.ts';
import { type Served, serve } from './testing/served-apps.ts';

/**
 * Requests that are right but for one place, where something of a wrong type or a strange kind stands. Every place of
 * every route: nothing of it is a bug of ours, and nothing of it goes on for ever.
 */

let served: Served;
let models: ScriptedServer;
const people: Record<string, { readonly who: Principal; readonly things: Belongings }> = {};

beforeAll(async () => {
  models = await startObligingModel();
  served = await serve({ DIFY_MODEL_GATEWAY: `${models.url}/v1` });
  const kit = await importKit(served);
  for (const who of [programUser(served, kit, 'ada'), await visitorOf(served, kit, 'vera')])
    people[who.family] = { who, things: await settle(served, who, 'Hello') };
}, 60_000);
afterAll(async () => {
  expect(served.errors).toEqual([]);
  expect(served.instance.runs.list()).toEqual([]);
  await served.close();
  await models.close();
});

const nested = (depth: number): JsonValue => (depth === 0 ? [] : { a: nested(depth - 1) });

/** None is what any place wants, or only by chance. */
const STRANGE: readonly JsonValue[] = [
  ...[null, true, -1, 2.5, 1e300, 2 ** 53],
  ...['', ' ', 'x', 'a\0b', '\ud800', '\u{10FFFF}\u202e', 'x'.repeat(20_000), '9'.repeat(30)],
  ...['__proto__', '../../x', "' OR 1=1 --", '{{#sys.query#}}', '%00%ff'],
  ...[[], [[]], [null], ['x'], [{}], {}, JSON.parse('{"__proto__": {"x": 1}, "constructor": {}}'), nested(150)],
  crypto.randomUUID(),
];

const definitions = families.flatMap(({ routes }) => routes).map(({ definition }) => definition);
const isOfPeople = ({ guard }: Definition) => guard.name !== 'dataset-token' && guard.name !== 'signed-url';
const rows = definitions
  .filter(isOfPeople)
  .filter(({ url }) => /^\/(v1|api)\/./.test(url))
  .flatMap((definition) =>
    placesOf(definition).map((place) => [nameOf(definition, place), definition, place] as const),
  );

function nameOf({ method, url }: Definition, { where, name }: Slot): string {
  return `${method} ${url} ${where}.${name}`;
}

test.each(rows)('%s may be anything', async (_name, definition, place) => {
  const { who, things } = people[definition.url.startsWith('/v1') ? 'service' : 'web'] ?? {};
  if (!who || !things) throw new Error('Nobody is there.');
  for (const value of STRANGE) {
    const reply = await who.ask(kindOf(definition), requestFor(definition, things, { ...place, value }));
    const shown = `${JSON.stringify(value).slice(0, 100)}: ${reply.text}`;
    expect(reply.status, shown).toBeLessThan(500);
    expect(reply.text, shown).not.toContain('internal_server_error');
  }
});
