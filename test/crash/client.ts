/** A client that believes only what it was told: what it notes here was acknowledged. */
export interface Acknowledged {
  /** Runs whose id a client has seen, and what it saw finish. */
  readonly runs: Map<string, AcknowledgedRun>;
  readonly files: Map<string, string>;
  readonly keys: string[];
  /** Streams that ended without a last event and without a broken connection. */
  readonly silentEnds: string[];
}

export interface AcknowledgedRun {
  readonly app: string;
  readonly finishedNodes: Set<string>;
  status?: string;
  conversationId?: string;
  query?: string;
}

export interface Door {
  readonly url: string;
  readonly key: string;
}

export interface StartOptions {
  readonly app: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly query?: string;
  readonly conversationId?: string;
}

const JSON_BODY = { 'content-type': 'application/json' };
const bearer = ({ key }: Door) => ({ authorization: `Bearer ${key}` });

/** Starts a run and waits for its one answer. Broken connections are no answer. */
export async function runBlocking(door: Door, options: StartOptions, known: Acknowledged): Promise<void> {
  const response = await post(door, options, 'blocking');
  const reply = (await response.json()) as { workflow_run_id?: string; data?: { status: string } };
  if (reply.workflow_run_id === undefined) return;
  note(known, reply.workflow_run_id, options).status = reply.data?.status ?? 'succeeded';
}

/** Starts a run and reads its stream, as far as it comes. */
export async function runStreaming(
  door: Door,
  options: StartOptions,
  known: Acknowledged,
): Promise<string | undefined> {
  const response = await post(door, options, 'streaming');
  let conversationId: string | undefined;
  let hasEnded = false;
  for await (const event of eventsOf(response)) {
    const runId = event['workflow_run_id'];
    if (typeof runId !== 'string') continue;
    const run = note(known, runId, options);
    const data = (event['data'] ?? {}) as Record<string, unknown>;
    if (typeof event['conversation_id'] === 'string') {
      conversationId = event['conversation_id'];
      run.conversationId = conversationId;
    }
    if (event['event'] === 'node_finished') run.finishedNodes.add(placeOf(data));
    if (event['event'] === 'workflow_finished') run.status = String(data['status']);
    hasEnded ||= event['event'] === 'workflow_finished' || event['event'] === 'workflow_paused';
  }
  if (!hasEnded) known.silentEnds.push(options.app);
  return conversationId;
}

/** The node, and the round it was in. */
export function placeOf(data: Readonly<Record<string, unknown>>): string {
  const metadata = (data['execution_metadata'] ?? {}) as Record<string, unknown>;
  const round = metadata['iteration_index'] ?? metadata['loop_index'];
  return typeof round === 'number' && metadata['iteration_id'] !== undefined
    ? `${data['node_id']}-i${round}`
    : String(data['node_id']);
}

function note(known: Acknowledged, runId: string, { app, query, conversationId }: StartOptions): AcknowledgedRun {
  let run = known.runs.get(runId);
  if (!run) {
    run = { app, finishedNodes: new Set(), ...(query !== undefined && { query }) };
    if (conversationId !== undefined) run.conversationId = conversationId;
    known.runs.set(runId, run);
  }
  return run;
}

async function post(door: Door, { inputs, query, conversationId }: StartOptions, mode: string): Promise<Response> {
  const path = query === undefined ? '/v1/workflows/run' : '/v1/chat-messages';
  const chat = query === undefined ? {} : { query, conversation_id: conversationId ?? '' };
  const body = JSON.stringify({ inputs, ...chat, response_mode: mode, user: 'ann' });
  const response = await fetch(door.url + path, { method: 'POST', headers: { ...bearer(door), ...JSON_BODY }, body });
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  return response;
}

/** The JSON of each `data:` line. */
export async function* eventsOf(response: Response): AsyncGenerator<Record<string, unknown>> {
  let text = '';
  for await (const bytes of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += bytes;
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const data = /^data: (.*)$/m.exec(block)?.[1];
      const id = /^id: (\d+)$/m.exec(block)?.[1];
      if (data !== undefined)
        yield { ...(JSON.parse(data) as Record<string, unknown>), ...(id && { __id: Number(id) }) };
    }
  }
}

export async function upload(door: Door, text: string, known: Acknowledged): Promise<void> {
  const form = new FormData();
  form.append('user', 'ann');
  form.append('file', new Blob([text], { type: 'text/plain' }), 'note.txt');
  const response = await fetch(`${door.url}/v1/files/upload`, { method: 'POST', headers: bearer(door), body: form });
  if (!response.ok) throw new Error(`upload answered ${response.status}: ${await response.text()}`);
  known.files.set(((await response.json()) as { id: string }).id, text);
}

export async function getJson(door: Door, path: string): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(door.url + path, { headers: bearer(door) });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

/** Every recorded event of a run, from its beginning to its end. */
export async function replay(door: Door, runId: string): Promise<Record<string, unknown>[]> {
  const headers = { ...bearer(door), 'last-event-id': '0' };
  const response = await fetch(`${door.url}/v1/workflow/${runId}/events?user=ann`, { headers });
  return Array.fromAsync(eventsOf(response));
}
