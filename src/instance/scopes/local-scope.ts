import { type JsonObject, KnownError, type TenantId } from '../../kernel/index.ts';
import { NodeMocks, withMocks } from '../../nodes/index.ts';
import type { Scope } from '../../operations/index.ts';
import type { Storage } from '../../storage/index.ts';
import type { LocalScopeRequest } from '../instance.ts';
import type { Rooms } from '../rooms/rooms.ts';
import { createScope } from './create-scope.ts';

/** What the owner of this machine may use: the command line. */
export async function openLocalScope(rooms: Rooms, request: LocalScopeRequest): Promise<Scope> {
  const tenantId = rooms.keepsRecords ? await findTenant(rooms.storage.open(), request.workspace) : SCRATCH_TENANT;
  return createScope(rooms, {
    caller: { tenantId, actor: { kind: 'system', reason: 'command line' }, invokeFrom: 'service-api' },
    user: request.user,
    models: rooms.models.of(tenantId, request.modelOverrides),
    nodes: request.mocks === undefined ? rooms.nodes : withMocks(rooms.nodes, readMocks(request.mocks)),
  });
}

/** A scratch instance has one workspace, and nothing outlives it. */
const SCRATCH_TENANT = '00000000-0000-8000-8000-000000000001' as TenantId;

async function findTenant(storage: Storage, wanted: string | undefined): Promise<TenantId> {
  if (wanted === undefined) return localTenant(storage);
  const tenants = await storage.system.tenants.list();
  const found = tenants.filter(({ id, name }) => id === wanted || name === wanted);
  if (found.length === 1 && found[0]) return found[0].id;
  throw new KnownError('not_found', {
    message: `There is ${found.length > 1 ? 'more than one' : 'no'} workspace "${wanted}".`,
    hint: `Workspaces: ${tenants.map(({ id, name }) => `${name} (${id})`).join(', ') || 'none'}`,
  });
}

/** The workspace of the command line: the oldest, made when there is none. */
export async function localTenant(storage: Storage): Promise<TenantId> {
  return storage.system.transaction(async ({ tenants }) => {
    const [first] = await tenants.list();
    return (first ?? (await tenants.create({ name: 'Workspace' }))).id;
  });
}

function readMocks(mocks: JsonObject): NodeMocks {
  const parsed = NodeMocks.safeParse(mocks);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new KnownError('usage', {
    message: `--mocks: ${issue?.path.join('.') ?? ''} ${issue?.message ?? 'is not valid'}`,
    hint: 'Expected {"nodes": {ID: {"outputs": {…}}}, "node_types": {TYPE: {"outputs": {…}}}}.',
  });
}
