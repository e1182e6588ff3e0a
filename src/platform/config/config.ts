import {
  type Environment,
  type Setting,
  type SettingName,
  type Settings,
  settings,
  settingsWithoutEffect,
} from './settings/index.ts';

/** The settings, with where each came from. */
export interface Config extends Settings {
  /** For each setting what gave it its value: `flag`, `DIFY_PORT`, `PORT in .env`, `dify.yml`, `default`. */
  readonly origins: Readonly<Record<SettingName, string>>;
  /** The environment with the env file beneath it, for what is no setting of ours: providers' own variables. */
  readonly environment: Environment;
  /** What stops nothing, and is probably not what somebody meant: one line each, without a secret. */
  readonly notices: readonly string[];
}

export interface SettingDescription {
  readonly name: SettingName;
  /** The variable that always sets it. */
  readonly variable: string;
  readonly value: string | number | boolean | readonly string[] | null;
  readonly unit: string | null;
  readonly origin: string;
  readonly help: string;
  /** False for settings of what is not built yet. */
  readonly hasEffect: boolean;
}

const MASK = '********';

/** Every setting with its effective value and origin, for people; secrets are masked. */
export function describeConfig(config: Config): SettingDescription[] {
  return settingNames().map((name) => ({
    name,
    variable: variableOf(name),
    value: shown(config[name], settingOf(name).isSecret),
    unit: settingOf(name).unit ?? null,
    origin: config.origins[name],
    help: settingOf(name).help,
    hasEffect: !settingsWithoutEffect.has(name),
  }));
}

function shown(value: Settings[SettingName], isSecret: boolean): SettingDescription['value'] {
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return null;
  if (isSecret) return MASK;
  return typeof value === 'bigint' ? value.toString() : value;
}

export function settingNames(): SettingName[] {
  return Object.keys(settings) as SettingName[]; // the keys of the table are the names
}

export function settingOf(name: SettingName): Setting {
  return settings[name];
}

/** `modelGatewayApiKey` in `dify.yml`: `model_gateway_api_key`. */
export function fileKeyOf(name: SettingName): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** `DIFY_MODEL_GATEWAY_API_KEY`. */
export function variableOf(name: SettingName): string {
  return `DIFY_${fileKeyOf(name).toUpperCase()}`;
}
