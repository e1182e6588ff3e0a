import type { InjectOptions } from 'fastify';
import type { JsonObject } from '../../../src/kernel/index.ts';
import { startObligingModel } from '../../fakes/obliging-model.ts';
import {
  EVENT_STREAM,
  events,
  jsonReply,
  type ScriptedReply,
  startScriptedServer,
} from '../../fakes/scripted-server.ts';
import { chat, completion, echo, greeting } from '../testing/apps.ts';
import { eventsIn, readJson, type Served, type ServedApp, serve } from '../testing/served-apps.ts';
import { agentApp, approval, citing, greetingWith, showcase } from './apps.ts';

/** What makes the model fail. */
const BREAK = 'Be out of order.';

const talkative = {
  text_to_speech: { enabled: true, voice: 'alloy', language: 'en-US', autoPlay: 'disabled' },
  user_input_form: [{ 'text-input': { variable: 'mood', label: 'Mood', required: false, default: 'calm' } }],
};

/** Answers are played by themselves, and what a model says is not told. */
const loud = { text_to_speech: { enabled: true, voice: 'alloy', language: 'en-US', autoPlay: 'enabled' } };
const guarded = {
  sensitive_word_avoidance: {
    ...{ enabled: true, type: 'keywords' },
    config: {
      ...{ keywords: 'plain', inputs_config: { enabled: false } },
      outputs_config: { enabled: true, preset_response: 'Not told.' },
    },
  },
};

const documents = (host: string) => ({
  flow: greeting,
  showcase: showcase('workflow', host),
  approval: approval('workflow'),
  echo: echo({ speech_to_text: { enabled: true } }),
  chatShowcase: showcase('advanced-chat', host),
  chatApproval: approval('advanced-chat'),
  citing: citing(),
  talk: chat(talkative),
  text: completion(),
  agent: agentApp,
  loudFlow: greetingWith(loud),
  loud: chat({ ...loud, ...guarded }),
  loudText: completion({ ...loud, ...guarded }),
  broken: chat({ pre_prompt: BREAK }),
  brokenText: completion({ pre_prompt: `${BREAK} {{topic}}` }),
});

export type AppName = keyof ReturnType<typeof documents>;

/** Whoever has a key. */
export type KeyHolder = Pick<ServedApp, 'key'>;

export interface Answer {
  readonly status: number;
  readonly contentType: string | undefined;
  readonly text: string;
  readonly json: ReturnType<typeof readJson>;
}

/** A real instance with an app of each kind, and a model that answers everything. */
export interface Stage {
  readonly served: Served;
  readonly apps: Readonly<Record<AppName, ServedApp>>;
  /** With the key of one of the apps. */
  call(
    app: AppName | KeyHolder,
    method: NonNullable<InjectOptions['method']>,
    url: string,
    body?: JsonObject,
  ): Promise<Answer>;
  /** A form with one file. */
  send(
    app: AppName | KeyHolder,
    url: string,
    file: File | undefined,
    fields?: Readonly<Record<string, string>>,
  ): Promise<Answer>;
  /** A body as it stands. */
  raw(app: AppName | KeyHolder, url: string, type: string, payload: string): Promise<Answer>;
  close(): Promise<void>;
}

export async function openStage(environment: Readonly<Record<string, string>> = {}): Promise<Stage> {
  const models = await startObligingModel(({ body }) => replyTo(body.toString('utf8')));
  const host = await startFailingHost();
  const served = await serve({
    ...{ DIFY_MODEL_GATEWAY: `${models.url}/v1`, DIFY_OUTBOUND_ALLOW: '127.0.0.1' },
    ...environment,
  });
  const entries = Object.entries(documents(host.url)).map(
    async ([name, document]) => [name, await served.importApp(document)] as const,
  );
  const apps = Object.fromEntries(await Promise.all(entries)) as Stage['apps']; // one for each document
  const inject = async (app: AppName | KeyHolder, options: InjectOptions) => {
    const { key } = typeof app === 'string' ? apps[app] : app;
    const headers = { ...options.headers, authorization: `Bearer ${key}` };
    return toAnswer(await served.server.inject({ ...options, url: `/v1${options.url}`, headers }));
  };
  return {
    served,
    apps,
    call: (app, method, url, body) => inject(app, { method, url, ...(body && { payload: body as object }) }),
    async send(app, url, file, fields = { user: 'ada' }) {
      const form = new FormData();
      for (const [name, value] of Object.entries(fields)) form.set(name, value);
      if (file) form.set('file', file, file.name);
      const request = new Request('http://x/', { method: 'POST', body: form });
      const payload = Buffer.from(await request.arrayBuffer());
      return inject(app, { method: 'POST', url, headers: Object.fromEntries(request.headers), payload });
    },
    raw: (app, url, type, payload) => inject(app, { method: 'POST', url, headers: { 'content-type': type }, payload }),
    async close() {
      await served.close();
      await Promise.all([models.close(), host.close()]);
    },
  };
}

function toAnswer({ statusCode, headers, body }: Awaited<ReturnType<Served['server']['inject']>>): Answer {
  const contentType = String(headers['content-type'] ?? '').split(';', 1)[0] || undefined;
  return { status: statusCode, contentType, text: body, json: readJson(body) };
}

/** Said aloud where a prompt asks for it, an error where it says so. */
function replyTo(request: string): ScriptedReply | undefined {
  if (request.includes(BREAK)) return jsonReply({ error: { message: 'out of order', type: 'x' } }, 500);
  if (!request.includes('Think aloud')) return undefined;
  const pieces = ['<think>', 'First this.', '</think>', 'An answer.'];
  const choices = pieces.map((content) => ({ choices: [{ index: 0, delta: { content } }] }));
  const end = { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] };
  return { headers: EVENT_STREAM, pieces: [...choices, end, '[DONE]'].map((item) => events(item)) };
}

/** Answers 503 to the first request for an address. */
async function startFailingHost() {
  const seen = new Set<string>();
  return startScriptedServer(({ path }) => {
    const isFirst = !seen.has(path);
    seen.add(path);
    return jsonReply({ ok: !isFirst }, isFirst ? 503 : 200);
  });
}

/** The events of a streamed answer. */
export function streamed({ text }: Answer) {
  return eventsIn(text);
}
