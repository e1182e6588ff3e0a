import { afterAll, beforeAll, expect, test } from 'vitest';
import { startObligingModel } from '../fakes/obliging-model.ts';
import { EVENT_STREAM, type ScriptedServer } from '../fakes/scripted-server.ts';
import { readAllRows } from './testing/all-rows.ts';
import { type Belongings, settle, startHeld, type Things } from './testing/belongings.ts';
import { type Definition, type Slot, slotsOfFamily } from './testing/id-slots.ts';
import { importKit, type Principal, programUser, type Reply, visitorOf } from './testing/principals.ts';
import { HOLD } from './testing/privacy-apps.ts';
import { asChange, type Change, kindOf, requestFor, thingFor } from './testing/requests.ts';
import { type Served, serve } from './testing/served-apps.ts';

/**
 * Ids of others, wherever a request has a place for one: the places are read from the routes. Two victims, a user of a
 * program and a visitor of its web app, have one of everything; others of the same app, of another app beside it, and
 * of another workspace, name these things as theirs. Nothing is shown, nothing changes, and nothing stops.
 */

let served: Served;
let models: ScriptedServer;
let holding: PromiseWithResolvers<void>;
let rowsBefore: Set<string>;

interface Settled {
  readonly who: Principal;
  readonly things: Belongings;
}

interface Victim extends Settled {
  /** Tasks of runs that wait, by the kind of their app. */
  readonly live: Readonly<Record<string, { readonly taskId: string; readonly reply: Promise<Reply> }>>;
}

const victims: Victim[] = [];
const intruders: Settled[] = [];

beforeAll(async () => {
  models = await startObligingModel(({ body }) => {
    if (!body.toString('utf8').includes(HOLD)) return undefined;
    holding.resolve();
    return { headers: EVENT_STREAM, ending: 'hang' };
  });
  served = await serve({ DIFY_MODEL_GATEWAY: `${models.url}/v1` });
  const kits = [
    await importKit(served),
    await importKit(served),
    await importKit(await served.addWorkspace()),
  ] as const;
  const [theirs, beside, elsewhere] = kits;
  for (const who of [programUser(served, theirs, 'ada'), await visitorOf(served, theirs, 'vera')])
    victims.push({ who, things: await settle(served, who, 'Private'), live: await startAll(who) });
  const others = [
    ...[programUser(served, theirs, 'eve'), programUser(served, theirs, 'vera'), programUser(served, beside, 'ada')],
    ...[programUser(served, elsewhere, 'ada'), await visitorOf(served, theirs, 'ada')],
    ...[await visitorOf(served, beside, 'vera'), await visitorOf(served, elsewhere, 'vera')],
  ];
  for (const who of others) intruders.push({ who, things: await settle(served, who, 'Own') });
  rowsBefore = readAllRows(served.database);
}, 60_000);

afterAll(async () => {
  expect(served.errors).toEqual([]);
  await served.close();
  await models.close();
});

async function startAll(who: Principal): Promise<Victim['live']> {
  const live: Record<string, Victim['live'][string]> = {};
  for (const kind of ['held', 'talk', 'text'] as const) {
    holding = Promise.withResolvers();
    live[kind] = await startHeld(served, who, kind, holding.promise);
  }
  return live;
}

/** Places of ids that are nobody's secret. */
const OPEN: readonly (readonly [RegExp, because: string])[] = [
  [/query\.user_id$/, 'who comes to a web app may call themselves as they like'],
  [/\/api\/form\/.*\.form_token$/, 'the token is what opens the form'],
  [/created_by_end_user_session_id$/, 'it chooses among the logs of the own app'],
  [/variables(\/:variable_id path\.variable_id| query\.last_id)$/, 'it is the same in all conversations'],
  [/(form\/human_input\/:form_token|completion-messages) body\.inputs$/, 'no field of it is for a file'],
];

/** What users of one app share. */
const OF_THE_APP =
  /(annotation_id|job_id|end_user_id|\.workflow_id|\/v1\/workflows\/run\/.*run_id|\/v1\/form\/.*form_token)$/;

/** Not refused as something unknown. */
const OTHERWISE: readonly (readonly [RegExp, status: number, because: string])[] = [
  [/\.task_id$/, 200, 'a stop is answered alike whether or not there was something to stop'],
  [/body\.(files|inputs)$/, 400, 'a wrong file is a wrong parameter'],
  [/\.parent_message_id$/, 200, 'what is no message of the conversation leads nowhere'],
  [/job_id$/, 400, 'Dify calls it a wrong parameter'],
  [/\/unpin path/, 200, 'what is not pinned need not be taken down'],
  [/^DELETE \/api\/saved-messages/, 204, 'what is not saved need not be forgotten'],
  [/^POST \/(v1|api)\/text-to-audio/, 200, 'what is not there makes no sound'],
];

const slots = ['service', 'web'].flatMap(slotsOfFamily);
const isOpen = (name: string) => OPEN.some(([pattern]) => pattern.test(name));
const secret = slots.filter(([name]) => !isOpen(name));

function changeOf({ things, live }: Victim, definition: Definition, slot: Slot): Change {
  const id = slot.name === 'task_id' ? live[kindOf(definition)]?.taskId : thingFor(things, definition, slot);
  if (id === undefined) throw new Error(`Nobody has a ${slot.name} for ${definition.url}.`);
  return asChange(slot, id);
}

const familyOf = ({ url }: Definition) => (url.startsWith('/v1') ? 'service' : 'web');

test.each(secret)('%s finds nothing of others', async (name, definition, slot) => {
  for (const { who, things } of intruders.filter(({ who }) => who.family === familyOf(definition))) {
    for (const victim of victims) {
      if (OF_THE_APP.test(name) && who.kit === victim.who.kit) continue;
      const change = changeOf(victim, definition, slot);
      const reply = await who.ask(kindOf(definition), requestFor(definition, things, change));
      const expected = OTHERWISE.find(([pattern]) => pattern.test(name));
      expect(expected ? [expected[1]] : [401, 403, 404], `${who.name}: ${reply.text}`).toContain(reply.status);
      expect(reply.text).not.toContain('Private');
      if (definition.url.endsWith('/text-to-audio')) expect(reply.text).toBe('null');
    }
  }
});

/** Ids of what the victims have; the version that runs belongs to the app. */
const marks = () =>
  victims.flatMap(({ things, live }) => [
    ...Object.values(things).flatMap(({ workflow_id: _shared, ...rest }: Things) => Object.values(rest)),
    ...Object.values(live).map(({ taskId }) => taskId),
  ]);

test('after all that, everything of theirs is as it was', () => {
  const now = readAllRows(served.database);
  const isTheirs = (row: string) => marks().some((mark) => row.includes(mark));
  expect([...rowsBefore].filter((row) => !now.has(row)).filter(isTheirs)).toEqual([]);
  expect([...now].filter((row) => !rowsBefore.has(row)).filter(isTheirs)).toEqual([]);
  expect(served.instance.runs.list()).toHaveLength(6);
});

const deletesLast = (first: Definition, second: Definition) =>
  Number(first.method === 'DELETE') - Number(second.method === 'DELETE');

/** So that nothing was refused above for another reason. */
test.each(secret.toSorted(([, first], [, second]) => deletesLast(first, second)))(
  '%s is there for its owner',
  async (name, definition, slot) => {
    const kind = kindOf(definition);
    const [owner] = victims.filter(({ who }) => who.family === familyOf(definition));
    if (!owner) throw new Error(`Nobody owns ${name}.`);
    const change = changeOf(owner, definition, slot);
    const reply = await owner.who.ask(kind, requestFor(definition, owner.things, change));
    expect(reply.status, reply.text).toBeLessThan(300);
    if (slot.name === 'task_id') expect((await owner.live[kind]?.reply)?.text).toContain('event');
  },
);

test('every exception is about a place that there is', () => {
  const exceptions = [...OPEN.map(([pattern]) => pattern), ...OTHERWISE.map(([pattern]) => pattern)];
  expect(exceptions.filter((pattern) => !slots.some(([name]) => pattern.test(name)))).toEqual([]);
});
