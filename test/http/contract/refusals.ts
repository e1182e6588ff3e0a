import type { ConversationId, JsonObject, MessageId, WorkflowRunId } from '../../../src/kernel/index.ts';
import type { ModelKind } from '../../../src/operations/index.ts';
import { resumeRun, TIMEOUT_ACTION } from '../../../src/operations/index.ts';
import { chat, completion } from '../testing/apps.ts';
import { runElsewhere } from '../testing/run-elsewhere.ts';
import type { ServedApp } from '../testing/served-apps.ts';
import { pause, say, upload } from './answers.ts';
import type { Answer, AppName, Stage } from './stage.ts';

/** Instances that refuse for different reasons. */
export interface Stages {
  /** Has all that apps need. */
  readonly full: Stage;
  /** Has no models but those of one provider, which has none that talk or listen. */
  readonly bare: Stage;
  /** Lets each app have one run at once. */
  readonly busy: Stage;
  /** Has lost its storage. */
  readonly gone: Stage;
}

/** How each documented refusal is brought about. */
export type Provocation = (stages: Stages) => Promise<Answer>;

const NOBODY = '0198a5a0-0000-7000-8000-000000000000';
const user = 'ada';
const message: JsonObject = { inputs: {}, query: 'Hi', user };
const run: JsonObject = { inputs: { name: 'Ada' }, user };
const text: JsonObject = { inputs: { topic: 'bees' }, user };
const own = (url: string) => `${url}${url.includes('?') ? '&' : '?'}user=${user}`;

/** One call to the instance that has everything. */
const asked =
  (
    app: AppName,
    ...request: [method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, body?: JsonObject]
  ): Provocation =>
  ({ full }) =>
    full.call(app, ...request);

/** The same call to an instance whose storage is gone. */
const askedInVain =
  (app: AppName, ...request: [method: 'GET' | 'POST', url: string, body?: JsonObject]): Provocation =>
  ({ gone }) =>
    gone.call(app, ...request);

/** The same call to an app of which another process is executing a run. */
const askedToo =
  (app: AppName, ...request: [method: 'POST', url: string, body: JsonObject]): Provocation =>
  async ({ busy }) => {
    await runElsewhere(busy.served.instance, busy.apps[app].id, Date.now() + 60_000);
    return busy.call(app, ...request);
  };

/** An app whose configuration is not there any more. */
async function brokenApp({ served }: Stage, document: JsonObject): Promise<ServedApp> {
  const app = await served.importApp(document);
  const { stores } = await served.instance.localScope({ user });
  await stores.apps.update(app.id, { appModelConfigId: NOBODY });
  return app;
}

const brokenTalk =
  (url: string, body: JsonObject): Provocation =>
  async ({ full }) =>
    full.call(await brokenApp(full, chat()), 'POST', url, body);

const voyage = { provider: 'voyage', name: 'voyage-3', mode: 'chat', completion_params: {} };

/** With a default model of a kind that cannot be had (OpenAI without a key) or serves no such kind (Voyage). */
async function chooseDefault({ served }: Stage, modelType: ModelKind, providerName: string): Promise<void> {
  const { stores } = await served.instance.localScope({ user });
  await stores.models.saveDefault({ modelType, providerName, modelName: 'some-model' });
}

const OPENAI = 'langgenius/openai/openai';
const VOYAGE = 'langgenius/voyage/voyage';
const sound = () => new File(['sound'], 'voice.mp3', { type: 'audio/mp3' });
const hear = (stage: Stage, app: AppName | ServedApp = 'talk', file = sound()) =>
  stage.send(app, '/audio-to-text', file);
const speak = (stage: Stage, body: JsonObject = { text: 'Hello', user }, app: AppName | ServedApp = 'talk') =>
  stage.call(app, 'POST', '/text-to-audio', body);

/** A conversation without a message, of the same person. */
async function variablesUrl({ full }: Stages): Promise<string> {
  const { conversationId } = await say(full);
  const { json } = await full.call('echo', 'GET', own(`/conversations/${conversationId}/variables`));
  return `/conversations/${conversationId}/variables/${json.data[0].id}`;
}

/** A form that has been answered, or whose time is over. */
async function closedForm({ full }: Stages, action: string): Promise<string> {
  const { token, runId } = await pause(full, 'approval');
  const scope = await full.served.instance.localScope({ user });
  const request = { runId: runId as WorkflowRunId, actionId: action, inputs: { note: 'x' } };
  await (await resumeRun(scope, request)).handle.done;
  return `/form/human_input/${token}`;
}

const answer = { inputs: { note: 'x' }, action: 'approve', user };

async function draftOf({ served, apps }: Stage, app: AppName): Promise<string> {
  const { stores } = await served.instance.localScope({ user });
  return String((await stores.workflows.findDraft(apps[app].id))?.id);
}

/** A form as a browser would never write it. */
const rawForm =
  (parts: string): Provocation =>
  ({ full }) =>
    full.raw('echo', '/files/upload', 'multipart/form-data; boundary=x', `--x\r\n${parts}\r\n--x--\r\n`);

const part = (name: string) =>
  `Content-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: text/plain\r\n\r\nhello`;

export const provocations: Readonly<Record<string, Provocation>> = {
  'POST /chat-messages 400 app_unavailable': brokenTalk('/chat-messages', message),
  'POST /chat-messages 400 not_chat_app': asked('flow', 'POST', '/chat-messages', message),
  'POST /chat-messages 400 provider_not_initialize': ({ bare }) =>
    bare.call('talk', 'POST', '/chat-messages', { ...message, response_mode: 'streaming' }),
  'POST /chat-messages 400 model_currently_not_support': async ({ bare }) =>
    bare.call(await bare.served.importApp(chat({ model: voyage })), 'POST', '/chat-messages', message),
  'POST /chat-messages 400 completion_request_error': asked('broken', 'POST', '/chat-messages', message),
  'POST /chat-messages 400 is_draft_workflow': async ({ full }) =>
    full.call('echo', 'POST', '/chat-messages', { ...message, workflow_id: await draftOf(full, 'echo') }),
  'POST /chat-messages 400 workflow_id_format_error': asked('echo', 'POST', '/chat-messages', {
    ...message,
    workflow_id: 'newest',
  }),
  'POST /chat-messages 400 conversation_completed': async ({ full }) => {
    const { conversationId } = await say(full);
    const { stores } = await full.served.instance.localScope({ user });
    const { conversations } = stores.ofApp(await stores.apps.get(full.apps.echo.id));
    await conversations.update(conversationId as ConversationId, { status: 'finished' });
    return full.call('echo', 'POST', '/chat-messages', { ...message, conversation_id: conversationId });
  },
  'POST /chat-messages 404 conversation_not_exists': asked('echo', 'POST', '/chat-messages', {
    ...message,
    conversation_id: NOBODY,
  }),
  'POST /chat-messages 404 workflow_not_found': asked('echo', 'POST', '/chat-messages', {
    ...message,
    workflow_id: NOBODY,
  }),
  'POST /chat-messages 429 too_many_requests': askedToo('echo', 'POST', '/chat-messages', message),
  'POST /chat-messages 500 internal_server_error': askedInVain('echo', 'POST', '/chat-messages', message),
  'POST /chat-messages/{task_id}/stop 400 not_chat_app': asked('flow', 'POST', `/chat-messages/${NOBODY}/stop`, {
    user,
  }),
  'POST /chat-messages/{task_id}/stop 400 invalid_param': asked('echo', 'POST', `/chat-messages/${NOBODY}/stop`, {}),

  'GET /messages/{message_id}/suggested 400 not_chat_app': asked('flow', 'GET', own(`/messages/${NOBODY}/suggested`)),
  'GET /messages/{message_id}/suggested 400 bad_request': async ({ full }) =>
    full.call('echo', 'GET', own(`/messages/${(await say(full)).messageId}/suggested`)),
  'GET /messages/{message_id}/suggested 404 message_not_exists': asked(
    'talk',
    'GET',
    own(`/messages/${NOBODY}/suggested`),
  ),
  'GET /messages/{message_id}/suggested 500 internal_server_error': askedInVain(
    'talk',
    'GET',
    own(`/messages/${NOBODY}/suggested`),
  ),

  'POST /files/upload 400 no_file_uploaded': ({ full }) => full.send('echo', '/files/upload', undefined),
  'POST /files/upload 400 too_many_files': rawForm(`${part('a.txt')}\r\n--x\r\n${part('b.txt')}`),
  'POST /files/upload 400 filename_not_exists_error': rawForm(part('')),
  'POST /files/upload 400 invalid_param': ({ full }) => full.send('echo', '/files/upload', new File(['MZ'], 'run.exe')),
  'POST /files/upload 413 file_too_large': ({ full }) =>
    full.send('echo', '/files/upload', new File(['x'.repeat(1024 ** 2 + 1)], 'a.txt')),

  'GET /files/{file_id}/preview 403 file_access_denied': async ({ full }) =>
    full.call('talk', 'GET', `/files/${(await upload(full)).json.id}/preview`),
  'GET /files/{file_id}/preview 404 file_not_found': asked('echo', 'GET', `/files/${NOBODY}/preview`),
  'GET /end-users/{end_user_id} 404 end_user_not_found': asked('echo', 'GET', `/end-users/${NOBODY}`),

  'POST /messages/{message_id}/feedbacks 400 invalid_param': asked('echo', 'POST', `/messages/${NOBODY}/feedbacks`, {
    rating: 'like',
  }),
  'POST /messages/{message_id}/feedbacks 404 message_not_exists': asked(
    'echo',
    'POST',
    `/messages/${NOBODY}/feedbacks`,
    { rating: 'like', user },
  ),
  'GET /conversations 400 not_chat_app': asked('flow', 'GET', own('/conversations')),
  'GET /conversations 404 last_conversation_not_exists': asked('echo', 'GET', own(`/conversations?last_id=${NOBODY}`)),
  'GET /messages 400 not_chat_app': asked('flow', 'GET', own(`/messages?conversation_id=${NOBODY}`)),
  'GET /messages 404 conversation_not_exists': asked('echo', 'GET', own(`/messages?conversation_id=${NOBODY}`)),
  'GET /messages 404 first_message_not_exists': async ({ full }) =>
    full.call('echo', 'GET', own(`/messages?conversation_id=${(await say(full)).conversationId}&first_id=${NOBODY}`)),
  'GET /conversations/{conversation_id}/variables 400 not_chat_app': asked(
    'flow',
    'GET',
    own(`/conversations/${NOBODY}/variables`),
  ),
  'GET /conversations/{conversation_id}/variables 400 invalid_last_id': async ({ full }) =>
    full.call('echo', 'GET', own(`/conversations/${(await say(full)).conversationId}/variables?last_id=${NOBODY}`)),
  'GET /conversations/{conversation_id}/variables 404 conversation_not_exists': asked(
    'echo',
    'GET',
    own(`/conversations/${NOBODY}/variables`),
  ),
  'POST /conversations/{conversation_id}/name 400 not_chat_app': asked(
    'flow',
    'POST',
    `/conversations/${NOBODY}/name`,
    {
      ...{ name: 'x', user },
    },
  ),
  'POST /conversations/{conversation_id}/name 400 no_messages': async ({ full }) => {
    const { conversationId, messageId } = await say(full);
    const { stores } = await full.served.instance.localScope({ user });
    await stores.ofApp(await stores.apps.get(full.apps.echo.id)).messages.delete(messageId as MessageId);
    return full.call('echo', 'POST', `/conversations/${conversationId}/name`, { auto_generate: true, user });
  },
  'POST /conversations/{conversation_id}/name 404 conversation_not_exists': asked(
    'echo',
    'POST',
    `/conversations/${NOBODY}/name`,
    { name: 'x', user },
  ),
  'PUT /conversations/{conversation_id}/variables/{variable_id} 400 not_chat_app': asked(
    'flow',
    'PUT',
    `/conversations/${NOBODY}/variables/${NOBODY}`,
    { value: 'x', user },
  ),
  'PUT /conversations/{conversation_id}/variables/{variable_id} 400 type_mismatch': async (stages) =>
    stages.full.call('echo', 'PUT', await variablesUrl(stages), { value: 5, user }),
  'PUT /conversations/{conversation_id}/variables/{variable_id} 404 conversation_not_exists': asked(
    'echo',
    'PUT',
    `/conversations/${NOBODY}/variables/${NOBODY}`,
    { value: 'x', user },
  ),
  'PUT /conversations/{conversation_id}/variables/{variable_id} 404 variable_not_exists': async ({ full }) =>
    full.call('echo', 'PUT', `/conversations/${(await say(full)).conversationId}/variables/${NOBODY}`, {
      ...{ value: 'x', user },
    }),
  'DELETE /conversations/{conversation_id} 400 not_chat_app': asked('flow', 'DELETE', `/conversations/${NOBODY}`, {
    user,
  }),
  'DELETE /conversations/{conversation_id} 404 conversation_not_exists': asked(
    'echo',
    'DELETE',
    `/conversations/${NOBODY}`,
    { user },
  ),

  'POST /audio-to-text 400 app_unavailable': async ({ full }) => hear(full, await brokenApp(full, chat())),
  'POST /audio-to-text 400 speech_to_text_disabled': ({ full }) => hear(full, 'flow'),
  'POST /audio-to-text 400 provider_not_support_speech_to_text': ({ bare }) => hear(bare),
  'POST /audio-to-text 400 provider_not_initialize': async ({ bare }) => {
    await chooseDefault(bare, 'speech2text', OPENAI);
    return hear(bare);
  },
  'POST /audio-to-text 400 model_currently_not_support': async ({ bare }) => {
    await chooseDefault(bare, 'speech2text', VOYAGE);
    return hear(bare);
  },
  'POST /audio-to-text 400 completion_request_error': ({ full }) =>
    hear(full, 'talk', new File(['Be out of order.'], 'voice.mp3', { type: 'audio/mp3' })),
  'POST /audio-to-text 413 audio_too_large': ({ full }) =>
    hear(full, 'talk', new File([new Uint8Array(30 * 1024 ** 2 + 1)], 'voice.mp3', { type: 'audio/mp3' })),
  'POST /audio-to-text 415 unsupported_audio_type': ({ full }) =>
    hear(full, 'talk', new File(['words'], 'words.txt', { type: 'text/plain' })),
  'POST /audio-to-text 500 internal_server_error': ({ gone }) => hear(gone),
  'POST /text-to-audio 400 app_unavailable': async ({ full }) => speak(full, undefined, await brokenApp(full, chat())),
  'POST /text-to-audio 400 invalid_param': ({ full }) => speak(full, undefined, 'flow'),
  'POST /text-to-audio 400 provider_not_initialize': async ({ bare }) => {
    await chooseDefault(bare, 'tts', OPENAI);
    return speak(bare);
  },
  'POST /text-to-audio 400 model_currently_not_support': async ({ bare }) => {
    await chooseDefault(bare, 'tts', VOYAGE);
    return speak(bare);
  },
  'POST /text-to-audio 400 completion_request_error': ({ full }) => speak(full, { text: 'Be out of order.', user }),
  'POST /text-to-audio 500 internal_server_error': ({ gone }) => speak(gone),

  'GET /parameters 400 app_unavailable': async ({ full }) =>
    full.call(await brokenApp(full, chat()), 'GET', '/parameters'),
  'GET /site 403 forbidden': async ({ full }) => {
    const app = await full.served.importApp(chat());
    const { stores } = await full.served.instance.localScope({ user });
    await stores.ofApp(await stores.apps.get(app.id)).site.update({ status: 'disabled' });
    return full.call(app, 'GET', '/site');
  },
  'PUT /apps/annotations/{annotation_id} 404 not_found': asked('talk', 'PUT', `/apps/annotations/${NOBODY}`, {
    ...{ question: 'a', answer: 'b' },
  }),
  'DELETE /apps/annotations/{annotation_id} 404 not_found': asked('talk', 'DELETE', `/apps/annotations/${NOBODY}`),
  'GET /apps/annotation-reply/{action}/status/{job_id} 400 invalid_param': asked(
    'talk',
    'GET',
    `/apps/annotation-reply/enable/status/${NOBODY}`,
  ),

  'GET /workflows/run/{workflow_run_id} 400 not_workflow_app': asked('talk', 'GET', `/workflows/run/${NOBODY}`),
  'GET /workflows/run/{workflow_run_id} 404 workflow_run_not_found': asked('flow', 'GET', `/workflows/run/${NOBODY}`),
  'GET /workflows/logs 400 invalid_param': asked('flow', 'GET', '/workflows/logs?created_by_account=name@example.com'),
  'GET /form/human_input/{form_token} 404 not_found': asked('approval', 'GET', '/form/human_input/unknown'),
  'GET /form/human_input/{form_token} 412 human_input_form_submitted': async (stages) =>
    stages.full.call('approval', 'GET', await closedForm(stages, 'approve')),
  'GET /form/human_input/{form_token} 412 human_input_form_expired': async (stages) =>
    stages.full.call('approval', 'GET', await closedForm(stages, TIMEOUT_ACTION)),
  'POST /form/human_input/{form_token} 400 invalid_form_data': async ({ full }) =>
    full.call('approval', 'POST', `/form/human_input/${(await pause(full, 'approval')).token}`, {
      ...answer,
      inputs: {},
    }),
  'POST /form/human_input/{form_token} 404 not_found': asked('approval', 'POST', '/form/human_input/unknown', answer),
  'POST /form/human_input/{form_token} 412 human_input_form_submitted': async (stages) =>
    stages.full.call('approval', 'POST', await closedForm(stages, 'approve'), answer),
  'POST /form/human_input/{form_token} 412 human_input_form_expired': async (stages) =>
    stages.full.call('approval', 'POST', await closedForm(stages, TIMEOUT_ACTION), answer),
  'GET /workflow/{workflow_run_id}/events 400 not_workflow_app': asked(
    'talk',
    'GET',
    own(`/workflow/${NOBODY}/events`),
  ),
  'GET /workflow/{workflow_run_id}/events 404 not_found': asked('flow', 'GET', own(`/workflow/${NOBODY}/events`)),

  'POST /workflows/run 400 not_workflow_app': asked('talk', 'POST', '/workflows/run', run),
  'POST /workflows/run 400 invalid_param': asked('flow', 'POST', '/workflows/run', { inputs: { name: 'Ada' } }),
  'POST /workflows/run 429 too_many_requests': askedToo('flow', 'POST', '/workflows/run', run),
  'POST /workflows/run 500 internal_server_error': askedInVain('flow', 'POST', '/workflows/run', run),
  'POST /workflows/{workflow_id}/run 400 not_workflow_app': asked('talk', 'POST', `/workflows/${NOBODY}/run`, run),
  'POST /workflows/{workflow_id}/run 400 bad_request': async ({ full }) =>
    full.call('flow', 'POST', `/workflows/${await draftOf(full, 'flow')}/run`, run),
  'POST /workflows/{workflow_id}/run 400 invalid_param': asked('flow', 'POST', `/workflows/${NOBODY}/run`, {
    inputs: { name: 'Ada' },
  }),
  'POST /workflows/{workflow_id}/run 404 not_found': asked('flow', 'POST', `/workflows/${NOBODY}/run`, run),
  'POST /workflows/{workflow_id}/run 429 too_many_requests': askedToo('flow', 'POST', `/workflows/${NOBODY}/run`, run),
  'POST /workflows/{workflow_id}/run 500 internal_server_error': askedInVain(
    'flow',
    'POST',
    `/workflows/${NOBODY}/run`,
    run,
  ),
  'POST /workflows/tasks/{task_id}/stop 400 not_workflow_app': asked(
    'talk',
    'POST',
    `/workflows/tasks/${NOBODY}/stop`,
    {
      user,
    },
  ),
  'POST /workflows/tasks/{task_id}/stop 400 invalid_param': asked(
    'flow',
    'POST',
    `/workflows/tasks/${NOBODY}/stop`,
    {},
  ),

  'POST /completion-messages 400 app_unavailable': asked('talk', 'POST', '/completion-messages', text),
  'POST /completion-messages 400 provider_not_initialize': ({ bare }) =>
    bare.call('text', 'POST', '/completion-messages', { ...text, response_mode: 'streaming' }),
  'POST /completion-messages 400 model_currently_not_support': async ({ bare }) =>
    bare.call(await bare.served.importApp(completion({ model: voyage })), 'POST', '/completion-messages', text),
  'POST /completion-messages 400 completion_request_error': asked('brokenText', 'POST', '/completion-messages', text),
  'POST /completion-messages 400 invalid_param': asked('text', 'POST', '/completion-messages', {
    inputs: { topic: 'bees' },
  }),
  'POST /completion-messages 429 too_many_requests': askedToo('text', 'POST', '/completion-messages', text),
  'POST /completion-messages 500 internal_server_error': askedInVain('text', 'POST', '/completion-messages', text),
  'POST /completion-messages/{task_id}/stop 400 app_unavailable': asked(
    'talk',
    'POST',
    `/completion-messages/${NOBODY}/stop`,
    { user },
  ),
  'POST /completion-messages/{task_id}/stop 400 invalid_param': asked(
    'text',
    'POST',
    `/completion-messages/${NOBODY}/stop`,
    {},
  ),
};
