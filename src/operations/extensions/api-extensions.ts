import { type ApiExtensionAddress, askExtension, type ExtensionCaller } from '../../chat/index.ts';
import { errorText, KnownError } from '../../kernel/index.ts';
import { maskSecret } from '../../models/index.ts';
import { shownUrl } from '../../platform/outbound/index.ts';
import type { ApiBasedExtension } from '../../storage/index.ts';
import { requireMember } from '../members/require-member.ts';
import type { Scope } from '../scope.ts';

/** Services of the workspace's own that are asked to decide (Dify 1.x services/api_based_extension_service.py). */

const SHORTEST_KEY = 5;

export interface CreateExtensionRequest extends ApiExtensionAddress {
  readonly name: string;
}

/** A service as people are shown it. */
export interface ShownExtension {
  readonly id: string;
  readonly name: string;
  /** Without login and query, which may be secrets, too. */
  readonly endpoint: string;
  /** Masked; absent when the instance's keys do not open it. */
  readonly apiKey?: string;
  readonly createdAt: number;
}

type Needs = Pick<Scope, 'stores' | 'caller'>;

/** Adds a service, after it has answered a ping. */
export async function createApiExtension(
  scope: Needs & Pick<Scope, 'ids' | 'vault' | 'fetch'>,
  request: CreateExtensionRequest,
): Promise<ShownExtension> {
  requireMember(scope.caller);
  const { name, endpoint, apiKey } = request;
  for (const [field, value] of Object.entries({ name, api_endpoint: endpoint, api_key: apiKey }))
    if (value.trim() === '') throw invalid(`${field} must not be empty`);
  if (apiKey.length < SHORTEST_KEY) throw invalid(`api_key must be at least ${SHORTEST_KEY} characters`);
  if (await scope.stores.apiExtensions.findByName(name)) throw invalid(`name must be unique, "${name}" exists already`);
  await requirePong(scope, request);
  const id = scope.ids.next();
  const encryptedKey = scope.vault.encrypt(apiKey, keyContext(id));
  return shown(scope, await scope.stores.apiExtensions.create({ id, name, apiEndpoint: endpoint, encryptedKey }));
}

/** The services of the workspace, newest first. */
export async function listApiExtensions(scope: Needs & Pick<Scope, 'vault'>): Promise<readonly ShownExtension[]> {
  requireMember(scope.caller);
  const rows = await scope.stores.apiExtensions.list();
  return rows.map((row) => shown(scope, row));
}

/** Takes a service out; apps that ask it fail from then on. */
export async function removeApiExtension(scope: Needs, { id }: { readonly id: string }): Promise<void> {
  requireMember(scope.caller);
  if (await scope.stores.apiExtensions.delete(id)) return;
  throw new KnownError('not_found', { message: `There is no API-based extension ${id}.` });
}

/** How the workspace's services are asked. */
export function extensionCaller(scope: Pick<Scope, 'stores' | 'vault' | 'fetch'>): ExtensionCaller {
  return async (id, point, params) => {
    const row = await scope.stores.apiExtensions.find(id);
    if (!row) throw invalid('API-based Extension not found. Please check it again.');
    const apiKey = scope.vault.decrypt(row.encryptedKey, keyContext(row.id));
    return askExtension(scope.fetch, { endpoint: row.apiEndpoint, apiKey }, point, params);
  };
}

function shown({ vault }: Pick<Scope, 'vault'>, row: ApiBasedExtension): ShownExtension {
  const { id, name, apiEndpoint, createdAt } = row;
  const apiKey = readKey(vault, row);
  return { id, name, endpoint: shownUrl(apiEndpoint), ...(apiKey && { apiKey: maskSecret(apiKey) }), createdAt };
}

function readKey(vault: Scope['vault'], { id, encryptedKey }: ApiBasedExtension): string | undefined {
  try {
    return vault.decrypt(encryptedKey, keyContext(id));
  } catch {
    return undefined; // sealed by the keys of another instance
  }
}

async function requirePong({ fetch }: Pick<Scope, 'fetch'>, address: ApiExtensionAddress): Promise<void> {
  const reply = await askExtension(fetch, address, 'ping', {}).catch((cause: unknown) => {
    throw invalid(`connection error: ${errorText(cause)}`, cause);
  });
  if (reply['result'] !== 'pong')
    throw invalid(`connection error: ${shownUrl(address.endpoint)} did not answer the ping with pong`);
}

/** Where the key belongs: it opens nothing else. */
function keyContext(id: string): string {
  return `api_based_extensions ${id}`;
}

function invalid(message: string, cause?: unknown): KnownError {
  return new KnownError('invalid_param', { message, ...(cause !== undefined && { cause }) });
}
