import { afterAll, beforeAll, expect, test } from 'vitest';
import { webApi } from '../../src/http/web-api/routes.ts';
import { startObligingModel } from '../fakes/obliging-model.ts';
import { type ScriptedServer, startScriptedServer } from '../fakes/scripted-server.ts';
import { approval } from './contract/apps.ts';
import { chat, completion, echo, greeting } from './testing/apps.ts';
import { eventsIn, type Served, type ServedApp, serve } from './testing/served-apps.ts';
import { type Visitor, visit, type WebAnswer } from './testing/visitor.ts';

/**
 * What each route of the Web API answers, field by field, and nothing more (Dify 1.x controllers/web, fields). A route
 * without a row fails.
 */

let served: Served;
let models: ScriptedServer;
let host: ScriptedServer;
let apps: Record<'flow' | 'echo' | 'talk' | 'text' | 'approval', ServedApp>;
let visitors: Record<keyof typeof apps, Visitor>;

beforeAll(async () => {
  models = await startObligingModel();
  host = await startScriptedServer(() => ({
    ...{ headers: { 'content-type': 'text/plain; charset=utf-8', 'content-length': '6' }, pieces: ['remote'] },
  }));
  served = await serve({ DIFY_MODEL_GATEWAY: `${models.url}/v1`, DIFY_OUTBOUND_ALLOW: '127.0.0.1' });
  const documents = {
    flow: greeting,
    echo: echo({ file_upload: uploads }),
    talk: chat(),
    text: completion(),
    approval: approval('workflow'),
  };
  const imported = Object.entries(documents).map(async ([name, app]) => [name, await served.importApp(app)] as const);
  apps = Object.fromEntries(await Promise.all(imported)) as typeof apps; // one for each document
  const come = Object.entries(apps).map(async ([name, app]) => [name, await visit(served, app)] as const);
  visitors = Object.fromEntries(await Promise.all(come)) as typeof visitors;
});
afterAll(async () => {
  expect(served.errors).toEqual([]);
  await served.close();
  await Promise.all([models.close(), host.close()]);
});

/** What may come with a question. */
const uploads = {
  ...{ enabled: true, allowed_file_types: ['document'], number_limits: 3 },
  allowed_file_upload_methods: ['local_file', 'remote_url'],
};

const ID = expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
const TEXT = expect.any(String);
const NUMBER = expect.any(Number);
const SECONDS = expect.closeTo(Date.now() / 1000, -3);
const LINK = expect.stringMatching(/^http:\/\/[^?]+\?timestamp=\d+&nonce=\w+&sign=\S+$/);
const SUCCESS = { result: 'success' };
const TASK = '0198a5a0-0000-7000-8000-000000000000';

const site = {
  ...{ title: TEXT, description: TEXT, default_language: 'en-US', show_workflow_steps: true, prompt_public: false },
  ...{ icon_type: 'emoji', icon: '🤖', icon_background: '#FFEAD5', icon_url: null, use_icon_as_answer_icon: false },
  ...{ chat_color_theme: null, chat_color_theme_inverted: false, copyright: null, privacy_policy: null },
  ...{ custom_disclaimer: '', input_placeholder: null },
};
const siteOf = (endUser: unknown) => ({
  ...{ app_id: ID, end_user_id: endUser, enable_site: true, site, model_config: null },
  ...{ plan: 'basic', can_replace_logo: false, custom_config: null },
});
const usage = {
  ...{ prompt_tokens: NUMBER, prompt_unit_price: TEXT, prompt_price_unit: TEXT, prompt_price: TEXT },
  ...{ completion_tokens: NUMBER, completion_unit_price: TEXT, completion_price_unit: TEXT, completion_price: TEXT },
  ...{ total_tokens: NUMBER, total_price: TEXT, currency: TEXT, latency: NUMBER },
};
const messageFile = {
  ...{ id: ID, filename: 'note.txt', type: 'document', url: LINK, mime_type: 'text/plain', size: 5 },
  ...{ transfer_method: 'local_file', belongs_to: 'user', upload_file_id: ID },
};
const conversation = {
  ...{
    id: ID,
    name: TEXT,
    inputs: { place: null },
    status: 'normal',
    introduction: '',
    created_at: SECONDS,
    updated_at: SECONDS,
  },
};
const upload = {
  ...{ id: ID, reference: TEXT, name: 'note.txt', size: 5, extension: 'txt', mime_type: 'text/plain' },
  ...{ created_by: ID, created_at: SECONDS },
};
const keptUpload = {
  ...{ ...upload, preview_url: LINK, source_url: LINK, original_url: null, user_id: ID, tenant_id: ID },
  ...{ conversation_id: null, file_key: null },
};
const off = { enabled: false };

async function say(visitor: Visitor, body: object = {}) {
  const message = { inputs: {}, query: 'Hello', response_mode: 'blocking', ...body };
  const { json } = await visitor.call('POST', '/api/chat-messages', message);
  return { messageId: json.message_id as string, conversationId: json.conversation_id as string };
}

async function write({ text }: typeof visitors): Promise<string> {
  const body = { inputs: { topic: 'bees' }, response_mode: 'blocking' };
  return (await text.call('POST', '/api/completion-messages', body)).json.message_id;
}

const note = () => new File(['words'], 'note.txt', { type: 'text/plain' });

/** The address of a form that waits. */
async function formUrl({ approval }: typeof visitors): Promise<string> {
  const { text } = await approval.call('POST', '/api/workflows/run', { inputs: { name: 'Ada' } });
  const asked = eventsIn(text).find(({ event }) => event === 'human_input_required');
  return `/api/form/human_input/${(asked?.['data'] as { readonly form_token: string } | undefined)?.form_token}`;
}

/** Who has a token to upload files for a form that waits. */
async function uploader(all: typeof visitors): Promise<Record<string, string>> {
  const { json } = await all.approval.call('POST', `${await formUrl(all)}/upload-token`);
  return { authorization: `Bearer ${json.upload_token}` };
}

type Row = readonly [
  ask: (visitors: Record<keyof typeof apps, Visitor>) => Promise<WebAnswer>,
  expected: unknown,
  status?: number,
];

const passport: Row = [
  async ({ echo }) => echo.call('GET', '/api/passport'),
  { access_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/) },
];

const rows: Readonly<Record<string, Row>> = {
  'GET /api/passport': passport,
  'POST /api/passport': [async ({ echo }) => echo.call('POST', '/api/passport'), passport[1]],
  'GET /api/site': [async ({ echo }) => echo.call('GET', '/api/site'), siteOf(ID)],
  'GET /api/system-features': [
    async ({ echo }) => echo.call('GET', '/api/system-features'),
    {
      ...{ sso_enforced_for_signin: false, sso_enforced_for_signin_protocol: '', enable_marketplace: false },
      ...{ max_plugin_package_size: 15_728_640, enable_email_code_login: false, enable_email_password_login: true },
      ...{ enable_social_oauth_login: false, is_allow_register: false, is_allow_create_workspace: false },
      is_email_setup: false,
      license: { status: 'none', expired_at: '', workspaces: { enabled: false, size: 0, limit: 0 } },
      branding: { enabled: false, application_title: '', login_page_logo: '', workspace_logo: '', favicon: '' },
      webapp_auth: {
        ...{ enabled: false, allow_sso: false, sso_config: { protocol: '' } },
        ...{ allow_email_code_login: false, allow_email_password_login: false },
      },
      plugin_installation_permission: { plugin_installation_scope: 'all', restrict_to_marketplace_only: false },
      ...{ enable_change_email: true, plugin_manager: off, trial_models: [], enable_trial_app: false },
      enable_explore_banner: false,
    },
  ],
  'GET /api/webapp/access-mode': [
    async ({ echo }) => echo.call('GET', '/api/webapp/access-mode?appCode=x'),
    { accessMode: 'public' },
  ],
  'GET /api/webapp/permission': [
    async ({ echo }) => echo.call('GET', '/api/webapp/permission?appId=x'),
    { result: true },
  ],
  'GET /api/login/status': [
    async ({ echo }) => echo.call('GET', `/api/login/status?app_code=${echo.headers['x-app-code']}`),
    { logged_in: true, app_logged_in: true },
  ],
  'POST /api/logout': [async ({ echo }) => echo.call('POST', '/api/logout'), SUCCESS],
  'GET /api/parameters': [
    async ({ talk }) => talk.call('GET', '/api/parameters'),
    {
      ...{ opening_statement: null, suggested_questions: [], suggested_questions_after_answer: { enabled: true } },
      ...{ speech_to_text: { enabled: true }, more_like_this: off, annotation_reply: off },
      retriever_resource: { enabled: true },
      text_to_speech: { enabled: true, voice: 'alloy', language: 'en-US' },
      ...{ user_input_form: [], sensitive_word_avoidance: off },
      file_upload: {
        image: { enabled: false, number_limits: 3, detail: 'high', transfer_methods: ['remote_url', 'local_file'] },
      },
      system_parameters: {
        ...{ image_file_size_limit: 10, video_file_size_limit: 100, audio_file_size_limit: 50 },
        ...{ file_size_limit: 15, workflow_file_upload_limit: 10 },
      },
    },
  ],
  'GET /api/meta': [async ({ echo }) => echo.call('GET', '/api/meta'), { tool_icons: {} }],
  'POST /api/chat-messages': [
    async ({ talk }) => talk.call('POST', '/api/chat-messages', { inputs: {}, query: 'x', response_mode: 'blocking' }),
    {
      ...{ event: 'message', task_id: ID, id: ID, message_id: ID, conversation_id: ID, mode: 'chat', answer: TEXT },
      metadata: { retriever_resources: [] },
      created_at: SECONDS,
    },
  ],
  'POST /api/chat-messages/:task_id/stop': [
    async ({ echo }) => echo.call('POST', `/api/chat-messages/${TASK}/stop`),
    SUCCESS,
  ],
  'POST /api/completion-messages': [
    async ({ text }) =>
      text.call('POST', '/api/completion-messages', { inputs: { topic: 'x' }, response_mode: 'blocking' }),
    {
      ...{ event: 'message', task_id: ID, id: ID, message_id: ID, mode: 'completion', answer: TEXT },
      metadata: { retriever_resources: [] },
      created_at: SECONDS,
    },
  ],
  'POST /api/completion-messages/:task_id/stop': [
    async ({ text }) => text.call('POST', `/api/completion-messages/${TASK}/stop`),
    SUCCESS,
  ],
  'GET /api/messages/:message_id/more-like-this': [
    async (all) => all.text.call('GET', `/api/messages/${await write(all)}/more-like-this?response_mode=blocking`),
    expect.objectContaining({ event: 'message', mode: 'completion', answer: TEXT }),
  ],
  'GET /api/saved-messages': [
    async (all) => {
      await all.text.call('POST', '/api/saved-messages', { message_id: await write(all) });
      return all.text.call('GET', '/api/saved-messages?limit=1');
    },
    {
      ...{ limit: 1, has_more: false },
      data: [
        {
          ...{ id: ID, inputs: { topic: 'bees' }, query: '', answer: TEXT },
          ...{ message_files: [], feedback: null, created_at: SECONDS },
        },
      ],
    },
  ],
  'POST /api/saved-messages': [
    async (all) => all.text.call('POST', '/api/saved-messages', { message_id: await write(all) }),
    SUCCESS,
  ],
  'DELETE /api/saved-messages/:message_id': [
    async (all) => all.text.call('DELETE', `/api/saved-messages/${await write(all)}`),
    undefined,
    204,
  ],
  'POST /api/workflows/run': [
    async ({ flow }) => flow.call('POST', '/api/workflows/run', { inputs: { name: 'Ada' } }),
    [
      ...['workflow_started', 'node_started', 'node_finished', 'node_started', 'text_chunk', 'node_finished'],
      ...['node_started', 'node_finished', 'workflow_finished'],
    ],
  ],
  'POST /api/workflows/tasks/:task_id/stop': [
    async ({ flow }) => flow.call('POST', `/api/workflows/tasks/${TASK}/stop`),
    SUCCESS,
  ],
  'GET /api/workflow/:workflow_run_id/events': [
    async ({ flow }) => {
      const { text } = await flow.call('POST', '/api/workflows/run', { inputs: { name: 'Ada' } });
      return flow.call('GET', `/api/workflow/${eventsIn(text)[0]?.['workflow_run_id']}/events`);
    },
    ['workflow_finished'],
  ],
  'GET /api/messages': [
    async ({ echo }) => {
      const { json } = await echo.send('/api/files/upload', note());
      const files = [{ type: 'document', transfer_method: 'local_file', upload_file_id: json.id }];
      const { conversationId, messageId } = await say(echo, { files });
      await echo.call('POST', `/api/messages/${messageId}/feedbacks`, { rating: 'like' });
      return echo.call('GET', `/api/messages?conversation_id=${conversationId}`);
    },
    {
      ...{ limit: 20, has_more: false },
      data: [
        {
          ...{ id: ID, conversation_id: ID, parent_message_id: null, inputs: { place: null }, query: 'Hello' },
          ...{ answer: 'You said: Hello', feedback: { rating: 'like' }, retriever_resources: [] },
          ...{ created_at: SECONDS, agent_thoughts: [], message_files: [messageFile], status: 'normal', error: null },
          ...{ extra_contents: [], message_tokens: 0, answer_tokens: 0, total_tokens: 0, total_price: '0' },
          ...{ currency: 'USD', provider_response_latency: NUMBER },
          metadata: { annotation_reply: null, retriever_resources: [], usage: expect.objectContaining(usage) },
        },
      ],
    },
  ],
  'POST /api/messages/:message_id/feedbacks': [
    async ({ echo }) =>
      echo.call('POST', `/api/messages/${(await say(echo)).messageId}/feedbacks`, { rating: 'like', content: 'x' }),
    SUCCESS,
  ],
  'GET /api/messages/:message_id/suggested-questions': [
    async ({ talk }) => talk.call('GET', `/api/messages/${(await say(talk)).messageId}/suggested-questions`),
    { data: [] },
  ],
  'GET /api/conversations': [
    async ({ echo }) => {
      await say(echo);
      return echo.call('GET', '/api/conversations?limit=1&pinned=false');
    },
    { limit: 1, has_more: expect.any(Boolean), data: [conversation] },
  ],
  'DELETE /api/conversations/:conversation_id': [
    async ({ echo }) => echo.call('DELETE', `/api/conversations/${(await say(echo)).conversationId}`),
    undefined,
    204,
  ],
  'POST /api/conversations/:conversation_id/name': [
    async ({ echo }) =>
      echo.call('POST', `/api/conversations/${(await say(echo)).conversationId}/name`, { name: 'Greeting' }),
    { ...conversation, name: 'Greeting' },
  ],
  'PATCH /api/conversations/:conversation_id/pin': [
    async ({ echo }) => echo.call('PATCH', `/api/conversations/${(await say(echo)).conversationId}/pin`),
    SUCCESS,
  ],
  'PATCH /api/conversations/:conversation_id/unpin': [
    async ({ echo }) => echo.call('PATCH', `/api/conversations/${(await say(echo)).conversationId}/unpin`),
    SUCCESS,
  ],
  'POST /api/files/upload': [async ({ echo }) => echo.send('/api/files/upload', note()), keptUpload, 201],
  'GET /api/remote-files/*': [
    async ({ echo }) => echo.call('GET', `/api/remote-files/${encodeURIComponent(`${host.url}/note.txt`)}`),
    { file_type: 'text/plain; charset=utf-8', file_length: 6 },
  ],
  'POST /api/remote-files/upload': [
    async ({ echo }) => echo.call('POST', '/api/remote-files/upload', { url: `${host.url}/note.txt` }),
    { ...upload, size: 6, url: LINK },
    201,
  ],
  'POST /api/audio-to-text': [
    async ({ talk }) => talk.send('/api/audio-to-text', new File(['sound'], 'a.mp3', { type: 'audio/mp3' })),
    { text: 'spoken words' },
  ],
  'POST /api/text-to-audio': [
    async ({ talk }) => talk.call('POST', '/api/text-to-audio', { text: 'Hello' }),
    expect.stringContaining('\0'),
  ],
  'GET /api/form/human_input/:form_token': [
    async (all) => all.approval.call('GET', await formUrl(all)),
    {
      form_content: 'Is Ada right? {{#$output.note#}}',
      inputs: [
        {
          ...{ type: 'paragraph', output_variable_name: 'note' },
          default: { type: 'constant', selector: [], value: 'fine' },
        },
      ],
      resolved_default_values: {},
      user_actions: [{ id: 'approve', title: 'Approve', button_style: 'primary' }],
      expiration_time: NUMBER,
      site: siteOf(null),
    },
  ],
  'POST /api/form/human_input/:form_token/upload-token': [
    async (all) => all.approval.call('POST', `${await formUrl(all)}/upload-token`, {}),
    { upload_token: expect.stringMatching(/^hitl_upload_./), expires_at: NUMBER },
  ],
  'POST /api/form/human_input/files/upload': [
    async (all) => all.approval.send('/api/form/human_input/files/upload', note(), await uploader(all)),
    keptUpload,
    201,
  ],
  'POST /api/form/human_input/files/remote-upload': [
    async (all) =>
      all.approval.call(
        'POST',
        '/api/form/human_input/files/remote-upload',
        { url: `${host.url}/note.txt` },
        await uploader(all),
      ),
    { ...upload, size: 6, url: LINK },
    201,
  ],
  'POST /api/form/human_input/:form_token': [
    async (all) => all.approval.call('POST', await formUrl(all), { inputs: { note: 'yes' }, action: 'approve' }),
    {},
  ],
};

const names = webApi.map(({ definition: { method, url } }) => `${method} ${url}`);

test.each(names)('%s answers with these fields and no others', async (name) => {
  const [ask, expected, status = 200] = rows[name] ?? [];
  const answer = await ask?.(visitors);
  expect(answer?.status, answer?.text).toBe(status);
  if (status === 204) expect(answer?.text).toBe('');
  else if (answer?.contentType === 'text/event-stream')
    expect(eventsIn(answer.text).map(({ event }) => event)).toEqual(expected);
  else if (answer?.contentType === 'audio/mpeg') expect(answer.text).toEqual(expected);
  else expect(answer?.json).toEqual(expected);
});

test('every row is about a route', () => {
  expect(Object.keys(rows).filter((name) => !names.includes(name))).toEqual([]);
});
