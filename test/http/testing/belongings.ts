import { type Ask, type Principal, programUser, type Reply } from './principals.ts';
import { HOLD, type Kind } from './privacy-apps.ts';
import { eventsIn, type Served } from './served-apps.ts';

/** Ids by the names that addresses and bodies have for them. */
export type Things = Readonly<Record<string, string>>;

/** What somebody has in each app of a kit. */
export type Belongings = Readonly<Record<Kind, Things>>;

/** Has somebody use every app, so that they own one of everything. Their texts say `word`. */
export async function settle(served: Served, principal: Principal, word: string): Promise<Belongings> {
  return {
    flow: await useFlow(served, principal, word),
    held: {},
    echo: await useChat(served, principal, word),
    talk: await useTalk(principal, word),
    text: await useText(principal, word),
    approval: await useApproval(principal, word),
  };
}

/** Starts a run that waits, and tells its task. `begun` resolves when it waits. */
export async function startHeld(
  { instance }: Served,
  principal: Principal,
  kind: 'held' | 'talk' | 'text',
  begun: Promise<void>,
): Promise<{ readonly taskId: string; readonly reply: Promise<Reply> }> {
  const path = { held: '/workflows/run', talk: '/chat-messages', text: '/completion-messages' }[kind];
  const body = { inputs: { topic: HOLD }, query: HOLD, response_mode: 'streaming' };
  const reply = principal.ask(kind, { method: 'POST', path, body });
  await begun;
  const newest = instance.runs.list().at(-1);
  if (newest?.facts.appId !== principal.kit[kind].id) throw new Error(`No run of ${kind} waits.`);
  return { taskId: newest.facts.taskId, reply };
}

async function post(principal: Principal, kind: Kind, path: string, body: object) {
  const reply = await principal.ask(kind, { method: 'POST', path, body: { ...body, response_mode: 'streaming' } });
  if (reply.status !== 200) throw new Error(`${principal.name}: POST ${path}: ${reply.text}`);
  return eventsIn(reply.text);
}

async function useFlow(served: Served, principal: Principal, word: string): Promise<Things> {
  const [first] = await post(principal, 'flow', '/workflows/run', { inputs: { name: word } });
  const runId = String(first?.['workflow_run_id']);
  const file = await upload(principal, 'flow');
  return { workflow_run_id: runId, file, ...(await ofTheApp(served, 'flow', principal, runId)) };
}

async function useChat(served: Served, principal: Principal, word: string): Promise<Things> {
  const [first] = await post(principal, 'echo', '/chat-messages', { inputs: { name: word }, query: word });
  const file = await upload(principal, 'echo');
  const ofApp = await ofTheApp(served, 'echo', principal, String(first?.['workflow_run_id']));
  return { ...chatIds(first), ...ofApp, file, file_id: file };
}

function chatIds(event: Readonly<Record<string, unknown>> | undefined): Things {
  const [message, conversation] = [String(event?.['message_id']), String(event?.['conversation_id'])];
  return { message_id: message, parent_message_id: message, first_id: message, conversation_id: conversation };
}

async function useTalk(principal: Principal, word: string): Promise<Things> {
  const [first] = await post(principal, 'talk', '/chat-messages', { inputs: {}, query: word });
  return chatIds(first);
}

async function useText(principal: Principal, word: string): Promise<Things> {
  const [first] = await post(principal, 'text', '/completion-messages', { inputs: { topic: word } });
  const message = String(first?.['message_id']);
  if (principal.family === 'web') {
    await principal.ask('text', { method: 'POST', path: '/saved-messages', body: { message_id: message } });
  }
  return { message_id: message, file: await upload(principal, 'text') };
}

async function useApproval(principal: Principal, word: string): Promise<Things> {
  const events = await post(principal, 'approval', '/workflows/run', { inputs: { name: word } });
  const asked = events.find(({ event }) => event === 'human_input_required');
  const data = asked?.['data'] as { readonly form_token: string };
  return { form_token: data.form_token };
}

async function upload(principal: Principal, kind: Kind): Promise<string> {
  const file = new File(['Private'], 'secret.png', { type: 'image/png' });
  return (await principal.send(kind, '/files/upload', file)).json.id;
}

/** What an app has for all its users; only programs are told of it, so one asks for visitors too. */
async function ofTheApp(served: Served, kind: Kind, principal: Principal, runId: string): Promise<Things> {
  const program = programUser(served, principal.kit, principal.session);
  const json = async (ask: Ask) => (await program.ask(kind, ask)).json;
  const { workflow_id } = await json({ method: 'GET', path: `/workflows/run/${runId}` });
  if (kind !== 'echo') return { workflow_id };
  const body = { question: 'What is private?', answer: 'This.' };
  const annotation = await json({ method: 'POST', path: '/apps/annotations', body });
  const settings = { score_threshold: 0.9, embedding_provider_name: '', embedding_model_name: '' };
  const { job_id } = await json({ method: 'POST', path: '/apps/annotation-reply/disable', body: settings });
  const path = `/apps/annotation-reply/disable/status/${job_id}`;
  while ((await json({ method: 'GET', path })).job_status !== 'completed') await new Promise(setImmediate);
  const logs = await json({ method: 'GET', path: '/workflows/logs' });
  return { workflow_id, annotation_id: annotation.id, job_id, end_user_id: logs.data[0].created_by_end_user.id };
}
