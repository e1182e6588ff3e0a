import type { WorkflowRunId } from '../../../src/kernel/index.ts';
import { resumeRun, TIMEOUT_ACTION } from '../../../src/operations/index.ts';
import { type Answer, type AppName, type Stage, streamed } from './stage.ts';

/** How each operation is brought to give what the document says it gives. */
export type Scenario = (stage: Stage) => Promise<Answer[]>;

const user = 'ada';
const picture = { type: 'image', transfer_method: 'remote_url', url: 'https://example.com/cat.png' };
const inputs = { name: 'Ada' };
const replySettings = {
  score_threshold: 0.9,
  embedding_provider_name: 'openai',
  embedding_model_name: 'text-embedding-3-small',
};

/** A run in both modes. */
async function runBoth(
  { call }: Stage,
  app: AppName,
  url: string,
  body: Parameters<Stage['call']>[3],
): Promise<Answer[]> {
  const blocking = await call(app, 'POST', url, { ...body, user, response_mode: 'blocking' });
  return [blocking, await call(app, 'POST', url, { ...body, user, response_mode: 'streaming' })];
}

/** A message and its conversation. */
export async function say({ call }: Stage, app: AppName = 'echo', query = 'Hello') {
  const { json } = await call(app, 'POST', '/chat-messages', { inputs: {}, query, user });
  return { messageId: String(json.message_id), conversationId: String(json.conversation_id) };
}

/** A run that waits for a person, and the token of its form. */
export async function pause({ call }: Stage, app: 'approval' | 'chatApproval') {
  const url = app === 'approval' ? '/workflows/run' : '/chat-messages';
  const answer = await call(app, 'POST', url, { inputs, query: 'x', user, response_mode: 'streaming' });
  const required = streamed(answer).find(({ event }) => event === 'human_input_required');
  const data = required?.['data'] as { readonly form_token: string } | undefined;
  return { answer, token: String(data?.form_token), runId: String(required?.['workflow_run_id']) };
}

/** A paused run that goes on while its events are read. */
async function resume(stage: Stage, app: 'approval' | 'chatApproval'): Promise<Answer> {
  const { token, runId } = await pause(stage, app);
  const following = stage.call(app, 'GET', `/workflow/${runId}/events?user=${user}&continue_on_pause=true`);
  await stage.call(app, 'POST', `/form/human_input/${token}`, { inputs: { note: 'yes' }, action: 'approve', user });
  return following;
}

/** A paused run that nobody answered in time. */
async function expire(stage: Stage, app: 'approval' | 'chatApproval'): Promise<Answer> {
  const { runId } = await pause(stage, app);
  const following = stage.call(app, 'GET', `/workflow/${runId}/events?user=${user}&continue_on_pause=true`);
  const scope = await stage.served.instance.localScope({ user });
  await resumeRun(scope, { runId: runId as WorkflowRunId, actionId: TIMEOUT_ACTION, inputs: {} });
  return following;
}

export async function upload({ send }: Stage, app: AppName = 'echo'): Promise<Answer> {
  return send(app, '/files/upload', new File(['words'], 'note.txt', { type: 'text/plain' }));
}

async function annotate({ call }: Stage): Promise<Answer> {
  return call('talk', 'POST', '/apps/annotations', { question: 'Why?', answer: 'Because.' });
}

async function variableOf(stage: Stage) {
  const { conversationId } = await say(stage);
  const list = await stage.call('echo', 'GET', `/conversations/${conversationId}/variables?user=${user}`);
  return { list, conversationId, variableId: String(list.json.data[0].id) };
}

export const scenarios: Readonly<Record<string, Scenario>> = {
  'POST /chat-messages': async (stage) => [
    ...(await runBoth(stage, 'chatShowcase', '/chat-messages', {
      inputs: { ...inputs, files: [picture] },
      query: 'Hi',
    })),
    ...(await runBoth(stage, 'talk', '/chat-messages', { inputs: {}, query: 'Hi' })),
    ...(await runBoth(stage, 'citing', '/chat-messages', { inputs: {}, query: 'Hi' })),
    ...(await runBoth(stage, 'loud', '/chat-messages', { inputs: {}, query: 'Hi' })),
    await stage.call('agent', 'POST', '/chat-messages', { inputs: {}, query: 'Hi', user, response_mode: 'streaming' }),
    await stage.call('broken', 'POST', '/chat-messages', { inputs: {}, query: 'Hi', user, response_mode: 'streaming' }),
    (await pause(stage, 'chatApproval')).answer,
  ],
  'POST /chat-messages/{task_id}/stop': async ({ call }) => [
    await call('echo', 'POST', '/chat-messages/0198a5a0-0000-7000-8000-000000000000/stop', { user }),
  ],
  'GET /messages/{message_id}/suggested': async (stage) => {
    const { messageId } = await say(stage, 'talk');
    return [await stage.call('talk', 'GET', `/messages/${messageId}/suggested?user=${user}`)];
  },
  'POST /files/upload': async (stage) => [await upload(stage)],
  'GET /files/{file_id}/preview': async (stage) => {
    const { json } = await upload(stage);
    const files = [{ type: 'document', transfer_method: 'local_file', upload_file_id: json.id }];
    await stage.call('echo', 'POST', '/chat-messages', { inputs: {}, query: 'read', user, files });
    return [await stage.call('echo', 'GET', `/files/${json.id}/preview?user=${user}&as_attachment=true`)];
  },
  'GET /end-users/{end_user_id}': async ({ call }) => {
    await call('flow', 'POST', '/workflows/run', { inputs, user });
    const { json } = await call('flow', 'GET', '/workflows/logs');
    return [await call('flow', 'GET', `/end-users/${json.data[0].created_by_end_user.id}`)];
  },
  'POST /messages/{message_id}/feedbacks': async (stage) => {
    const { messageId } = await say(stage);
    return [
      await stage.call('echo', 'POST', `/messages/${messageId}/feedbacks`, { rating: 'like', content: 'Good', user }),
    ];
  },
  'GET /app/feedbacks': async (stage) => {
    const { messageId } = await say(stage);
    await stage.call('echo', 'POST', `/messages/${messageId}/feedbacks`, { rating: 'dislike', user });
    return [await stage.call('echo', 'GET', '/app/feedbacks')];
  },
  'GET /conversations': async (stage) => {
    await say(stage);
    return [await stage.call('echo', 'GET', `/conversations?user=${user}`)];
  },
  'GET /messages': async (stage) => {
    const { json } = await upload(stage, 'agent');
    const files = [{ type: 'document', transfer_method: 'local_file', upload_file_id: json.id }];
    const body = { inputs: {}, query: 'Look', user, files, response_mode: 'streaming' };
    const [first] = streamed(await stage.call('agent', 'POST', '/chat-messages', body));
    const { conversationId } = await say(stage, 'citing');
    return [
      await stage.call('agent', 'GET', `/messages?conversation_id=${first?.['conversation_id']}&user=${user}`),
      await stage.call('citing', 'GET', `/messages?conversation_id=${conversationId}&user=${user}`),
    ];
  },
  'GET /conversations/{conversation_id}/variables': async (stage) => [(await variableOf(stage)).list],
  'POST /conversations/{conversation_id}/name': async (stage) => {
    const { conversationId } = await say(stage);
    return [await stage.call('echo', 'POST', `/conversations/${conversationId}/name`, { name: 'Greeting', user })];
  },
  'PUT /conversations/{conversation_id}/variables/{variable_id}': async (stage) => {
    const { conversationId, variableId } = await variableOf(stage);
    const url = `/conversations/${conversationId}/variables/${variableId}`;
    return [await stage.call('echo', 'PUT', url, { value: 'merry', user })];
  },
  'DELETE /conversations/{conversation_id}': async (stage) => {
    const { conversationId } = await say(stage);
    return [await stage.call('echo', 'DELETE', `/conversations/${conversationId}`, { user })];
  },
  'POST /audio-to-text': async ({ send }) => [
    await send('talk', '/audio-to-text', new File(['sound'], 'voice.mp3', { type: 'audio/mp3' })),
  ],
  'POST /text-to-audio': async ({ call }) => [await call('talk', 'POST', '/text-to-audio', { text: 'Hello', user })],
  'GET /info': async ({ call }) => [await call('talk', 'GET', '/info')],
  'GET /parameters': async ({ call }) => [await call('talk', 'GET', '/parameters')],
  'GET /meta': async ({ call }) => [await call('agent', 'GET', '/meta')],
  'GET /site': async ({ call }) => [await call('talk', 'GET', '/site')],
  'POST /apps/annotations': async (stage) => [await annotate(stage)],
  'GET /apps/annotations': async (stage) => {
    await annotate(stage);
    return [await stage.call('talk', 'GET', '/apps/annotations')];
  },
  'PUT /apps/annotations/{annotation_id}': async (stage) => {
    const { json } = await annotate(stage);
    return [await stage.call('talk', 'PUT', `/apps/annotations/${json.id}`, { question: 'Why?', answer: 'So.' })];
  },
  'DELETE /apps/annotations/{annotation_id}': async (stage) => {
    const { json } = await annotate(stage);
    return [await stage.call('talk', 'DELETE', `/apps/annotations/${json.id}`)];
  },
  'POST /apps/annotation-reply/{action}': async ({ call }) => [
    await call('talk', 'POST', '/apps/annotation-reply/enable', replySettings),
    await call('talk', 'POST', '/apps/annotation-reply/disable', replySettings),
  ],
  'GET /apps/annotation-reply/{action}/status/{job_id}': async ({ call }) => {
    const { json } = await call('talk', 'POST', '/apps/annotation-reply/disable', replySettings);
    return [await call('talk', 'GET', `/apps/annotation-reply/disable/status/${json.job_id}`)];
  },
  'GET /workflows/run/{workflow_run_id}': async ({ call }) => {
    const { json } = await call('flow', 'POST', '/workflows/run', { inputs, user });
    return [await call('flow', 'GET', `/workflows/run/${json.workflow_run_id}`)];
  },
  'GET /workflows/logs': async ({ call }) => {
    await call('flow', 'POST', '/workflows/run', { inputs, user });
    return [await call('flow', 'GET', '/workflows/logs')];
  },
  'GET /form/human_input/{form_token}': async (stage) => {
    const { token } = await pause(stage, 'approval');
    return [await stage.call('approval', 'GET', `/form/human_input/${token}`)];
  },
  'POST /form/human_input/{form_token}': async (stage) => {
    const { token } = await pause(stage, 'approval');
    const body = { inputs: { note: 'yes' }, action: 'approve', user };
    return [await stage.call('approval', 'POST', `/form/human_input/${token}`, body)];
  },
  'GET /workflow/{workflow_run_id}/events': async (stage) => [
    await resume(stage, 'approval'),
    await resume(stage, 'chatApproval'),
    await expire(stage, 'approval'),
    await expire(stage, 'chatApproval'),
  ],
  'POST /workflows/run': async (stage) => [
    ...(await runBoth(stage, 'showcase', '/workflows/run', { inputs: { ...inputs, files: [picture] } })),
    ...(await runBoth(stage, 'loudFlow', '/workflows/run', { inputs })),
    (await pause(stage, 'approval')).answer,
    await stage.call('approval', 'POST', '/workflows/run', { inputs, user }),
  ],
  'POST /workflows/{workflow_id}/run': async (stage) => {
    const { json } = await stage.call('flow', 'POST', '/workflows/run', { inputs, user });
    return runBoth(stage, 'flow', `/workflows/${json.data.workflow_id}/run`, { inputs });
  },
  'POST /workflows/tasks/{task_id}/stop': async ({ call }) => [
    await call('flow', 'POST', '/workflows/tasks/0198a5a0-0000-7000-8000-000000000000/stop', { user }),
  ],
  'POST /completion-messages': async (stage) => {
    const body = { inputs: { topic: 'bees' }, user };
    const broken = await stage.call('brokenText', 'POST', '/completion-messages', {
      ...body,
      response_mode: 'streaming',
    });
    const loud = await runBoth(stage, 'loudText', '/completion-messages', body);
    return [...(await runBoth(stage, 'text', '/completion-messages', body)), ...loud, broken];
  },
  'POST /completion-messages/{task_id}/stop': async ({ call }) => [
    await call('text', 'POST', '/completion-messages/0198a5a0-0000-7000-8000-000000000000/stop', { user }),
  ],
  'GET /workspaces/current/models/model-types/{model_type}': async ({ call, served }) => [
    await call({ key: await served.datasetKey() }, 'GET', '/workspaces/current/models/model-types/llm'),
  ],
};
