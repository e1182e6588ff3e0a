import type { JsonObject } from '../kernel/index.ts';

export interface ListedProvider {
  readonly id: string;
  readonly label: string;
  readonly models: readonly {
    readonly name: string;
    readonly kind: string;
    readonly features: readonly string[];
    readonly contextSize?: number;
    readonly mode?: string;
    readonly isPredefined: boolean;
  }[];
}

/** An item of `GET /workspaces/current/models/model-types/{type}`. */
export function providerToWire({ id, label, models }: ListedProvider, tenantId: string): JsonObject {
  return {
    tenant_id: tenantId,
    provider: id,
    label: inEveryLanguage(label),
    icon_small: null,
    icon_small_dark: null,
    status: 'active',
    models: models.map((model) => ({
      model: model.name,
      label: inEveryLanguage(model.name),
      model_type: model.kind,
      features: [...model.features],
      fetch_from: model.isPredefined ? 'predefined-model' : 'customizable-model',
      model_properties: {
        ...(model.mode !== undefined && { mode: model.mode }),
        ...(model.contextSize !== undefined && { context_size: model.contextSize }),
      },
      deprecated: false,
      status: 'active',
      load_balancing_enabled: false,
      has_invalid_load_balancing_configs: false,
    })),
  };
}

function inEveryLanguage(text: string): JsonObject {
  return { en_US: text, zh_Hans: text };
}
