/**
 * Dify names providers in two ways: short (`openai`, before plugins) and long (`langgenius/openai/openai`:
 * organisation, plugin, provider). Both mean the same (Dify core/plugin/entities/plugin.py, `GenericProviderID`).
 */
const OFFICIAL = 'langgenius';

/** The few official plugins that are called otherwise than their model provider. */
const PLUGIN_OF_MODEL_PROVIDER: Readonly<Record<string, string>> = { google: 'gemini' };

/** The long name of a model provider; a name that is long already, or no provider's name at all, as it is. */
export function canonicalModelProvider(name: string): string {
  const trimmed = name.trim();
  if (!/^[A-Za-z0-9_-]+$/.test(trimmed)) return trimmed;
  return `${OFFICIAL}/${PLUGIN_OF_MODEL_PROVIDER[trimmed] ?? trimmed}/${trimmed}`;
}

/** The provider's own name: the last part of a long name. */
export function shortProviderName(name: string): string {
  return name.trim().split('/').at(-1) ?? name;
}
