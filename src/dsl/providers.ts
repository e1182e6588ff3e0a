const SHORT = /^[a-z0-9_-]+$/;
const LONG = /^[a-z0-9_-]+\/[a-z0-9_-]+\/[a-z0-9_-]+$/;
/** Tool plugins that are called otherwise than their provider, because a model plugin has the name already. */
const RENAMED_TOOLS: readonly string[] = ['jina', 'siliconflow', 'stepfun', 'gitee_ai'];

export type ProviderKind = 'model' | 'tool';

/**
 * The full name of a provider, `organization/plugin/provider`: `openai` is `langgenius/openai/openai`. Names that fit
 * neither form (names of API tools, names people invented) stay as they are.
 * Dify 1.x models/provider_ids.py.
 */
export function canonicalProvider(name: string, kind: ProviderKind): string {
  const long = SHORT.test(name) ? `langgenius/${name}/${name}` : name;
  if (!LONG.test(long)) return name;
  const [organization = '', plugin = '', provider = ''] = long.split('/');
  return organization === 'langgenius' ? `langgenius/${pluginName(plugin, provider, kind)}/${provider}` : long;
}

function pluginName(plugin: string, provider: string, kind: ProviderKind): string {
  if (kind === 'model') return provider === 'google' ? 'gemini' : plugin;
  return RENAMED_TOOLS.includes(provider) ? `${provider}_tool` : plugin;
}

/** The plugin that brings a provider (`langgenius/openai`); undefined for names that belong to no plugin. */
export function pluginOf(provider: string, kind: ProviderKind): string | undefined {
  const name = canonicalProvider(provider, kind);
  return LONG.test(name) ? name.slice(0, name.lastIndexOf('/')) : undefined;
}
