/**
 * The settings of the process. `settings/` is the one table of them all, a file for each subject; a *setting* has one
 * value from the first of: flag, environment, env file, `dify.yml` of the data directory, default. Where each came from
 * is kept, for people.
 */

export { type Config, describeConfig, type SettingDescription } from './config.ts';
export { type ConfigSources, loadConfig } from './load-config.ts';
export { isGuessable } from './notices.ts';
export { type SettingName, type Settings, settings } from './settings/index.ts';
