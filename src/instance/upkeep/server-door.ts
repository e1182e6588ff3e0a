import { z } from 'zod';
import {
  type ErrorCode,
  errorCodes,
  isJsonObject,
  type JsonObject,
  KnownError,
  parseJson,
  printJson,
  type TenantId,
  type WorkflowRunId,
} from '../../kernel/index.ts';
import { requestStop, resumeRun, type Scope } from '../../operations/index.ts';
import { askLocally, type LocalListener, listenLocally } from '../../platform/local-socket/index.ts';
import type { Log } from '../../platform/log/index.ts';
import type { Rooms } from '../rooms/rooms.ts';

/**
 * The door between the commands of a machine and the server that works on the same data directory: what the server can
 * do at once, or better, because it executes the run or has the settings for it. Only the owner of the directory gets
 * here, so nothing but the commands' own requests may pass.
 */
const ServerRequest = z.discriminatedUnion('do', [
  z.object({ do: z.literal('stop'), runId: z.string() }),
  z.object({
    do: z.literal('resume'),
    runId: z.string(),
    actionId: z.string(),
    formId: z.string().optional(),
    inputs: z.custom<JsonObject>((value) => isJsonObject(value as JsonObject)),
  }),
]);
export type ServerRequest = z.infer<typeof ServerRequest>;

const ServerReply = z.object({
  /** False: a server of another version, which does not know the request. */
  isUnderstood: z.boolean(),
  /** Number of the last event before the run went on. */
  after: z.number().optional(),
  error: z.object({ code: z.string(), message: z.string(), hint: z.string().optional() }).optional(),
});
type ServerReply = z.infer<typeof ServerReply>;
export type ServerAnswer = Pick<ServerReply, 'after'>;

interface DoorOptions {
  readonly scopeOf: (tenantId: TenantId) => Scope;
  readonly log: Log;
}

/** Listens for the commands of this machine. A server without such a door hears of them by the database. */
export async function openServerDoor(
  rooms: Pick<Rooms, 'config' | 'storage'>,
  options: DoorOptions,
): Promise<LocalListener | undefined> {
  const folder = rooms.config.dataDir;
  try {
    const listener = await listenLocally(folder, (line) => reply(rooms, options, line));
    if (!listener) options.log.info('another server listens for the commands of this data directory');
    return listener;
  } catch (error) {
    options.log.warn('no socket for the commands of this data directory', { folder, error });
    return undefined;
  }
}

/** Asks the server of a data directory; undefined when none is there that understands. Throws what it refuses with. */
export async function askServer(folder: string, request: ServerRequest): Promise<ServerAnswer | undefined> {
  const line = await askLocally(folder, printJson(request));
  const reply = line === undefined ? undefined : parseLine(ServerReply, line);
  if (!reply?.isUnderstood) return undefined;
  const { error, after } = reply;
  if (!error) return after === undefined ? {} : { after };
  const { code, message, hint } = error;
  const known = Object.hasOwn(errorCodes, code) ? (code as ErrorCode) : 'internal_server_error';
  throw new KnownError(known, { message, ...(hint !== undefined && { hint }) });
}

async function reply(rooms: Pick<Rooms, 'storage'>, { scopeOf, log }: DoorOptions, line: string): Promise<string> {
  const request = parseLine(ServerRequest, line);
  if (!request) return printJson({ isUnderstood: false } satisfies ServerReply);
  try {
    const runId = request.runId as WorkflowRunId; // looked up in the next line
    const tenantId = await rooms.storage.open().system.lookups.findTenantOfRun(runId);
    if (!tenantId) throw new KnownError('not_found', { message: `There is no run ${runId}.` });
    const answer = await carryOut(scopeOf(tenantId), runId, request);
    return printJson({ isUnderstood: true, ...answer } satisfies ServerReply);
  } catch (error) {
    if (!(error instanceof KnownError)) log.error('a command could not be carried out', { error });
    return printJson({ isUnderstood: true, error: describe(error) } satisfies ServerReply);
  }
}

/** Undefined for what another version may have written. */
function parseLine<Schema extends z.ZodType>(schema: Schema, line: string): z.infer<Schema> | undefined {
  try {
    return schema.safeParse(parseJson(line)).data;
  } catch {
    return undefined; // no JSON at all
  }
}

async function carryOut(scope: Scope, runId: WorkflowRunId, request: ServerRequest): Promise<ServerAnswer> {
  if (request.do === 'stop') {
    await requestStop(scope, { runId });
    return {};
  }
  const after = await scope.stores.runs.findLastSequence(runId);
  const { actionId, inputs, formId } = request;
  const { handle } = await resumeRun(scope, { runId, actionId, inputs, ...(formId !== undefined && { formId }) });
  for await (const _ of handle.events()) break; // it is recorded: from now on others see the run going on
  return { after };
}

function describe(error: unknown): NonNullable<ServerReply['error']> {
  if (!(error instanceof KnownError))
    return { code: 'internal_server_error', message: errorCodes.internal_server_error };
  const { code, message, hint } = error;
  return { code, message, ...(hint !== undefined && { hint }) };
}
