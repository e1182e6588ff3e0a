import { isJsonObject, mapValues, parseJson, printJson } from '../kernel/index.ts';
import type { Vault } from '../platform/secrets/index.ts';
import type { ModelProvider } from './model-provider.ts';

/** How credentials lie in the database: their JSON, sealed for one row of one table. */

export type CredentialTable = 'provider_credentials' | 'provider_model_credentials';

export interface SealedCredential {
  readonly id: string;
  readonly encryptedConfig: string;
}

export type CredentialValues = Readonly<Record<string, string>>;

export function sealCredential(vault: Vault, table: CredentialTable, id: string, values: CredentialValues): string {
  return vault.encrypt(printJson(values), `${table} ${id}`);
}

/** Throws `data_directory_invalid` when the instance's keys do not open it. */
export function unsealCredential(vault: Vault, table: CredentialTable, row: SealedCredential): CredentialValues {
  const values = parseJson(vault.decrypt(row.encryptedConfig, `${table} ${row.id}`));
  if (!isJsonObject(values)) return {};
  return mapValues(values, String);
}

/** The values as people may see them. What no field of the provider declares harmless is masked, too. */
export function maskCredential(provider: ModelProvider | undefined, values: CredentialValues): CredentialValues {
  return mapValues(values, (value, name) => (isOpen(provider, name) ? withoutLogin(value) : maskSecret(value)));
}

/** What a person says about a model of their own (`customModelFacts`) is no secret. */
const OPEN_NAME = /^(context_size|mode|max_tokens|\w+_support|function_calling_type|endpoint_model_name|display_name)$/;

function isOpen(provider: ModelProvider | undefined, name: string): boolean {
  const field = provider?.credentials.find((candidate) => candidate.name === name);
  return field ? !field.isSecret : OPEN_NAME.test(name);
}

/** Addresses may hold a name and a password. */
function withoutLogin(value: string): string {
  return value.replace(/^(\w+:\/\/)[^/@]*@/, '$1***@');
}

const LONG_ENOUGH = 24;

/** Dify shows the first six and the last two characters; of short secrets that would be too much. */
export function maskSecret(value: string): string {
  const stars = '*'.repeat(12);
  return value.length < LONG_ENOUGH ? stars : `${value.slice(0, 6)}${stars}${value.slice(-2)}`;
}
