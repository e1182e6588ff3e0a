import type { z } from 'zod';
import { addressSettings } from './addresses.ts';
import { codeSettings } from './code.ts';
import { fileSettings } from './files.ts';
import { modelSettings } from './models.ts';
import { networkSettings } from './network.ts';
import { peopleSettings } from './people.ts';
import { processSettings } from './process.ts';
import { retentionSettings } from './retention.ts';
import { runSettings } from './runs.ts';
import type { Setting } from './setting.ts';

export type { Environment, Setting } from './setting.ts';

/**
 * Every setting, one file a subject. The variable `DIFY_` + the name in capitals (`DIFY_LOG_LEVEL` for `logLevel`) always
 * works, and so does the name in `dify.yml` with underscores (`log_level`). Names and defaults of Dify: api/configs (1.x),
 * docker/.env.example.
 */
export const settings = {
  ...processSettings,
  ...addressSettings,
  ...peopleSettings,
  ...modelSettings,
  ...networkSettings,
  ...runSettings,
  ...retentionSettings,
  ...codeSettings,
  ...fileSettings,
} as const satisfies Record<string, Setting>;

export type SettingName = keyof typeof settings;

/** Of what is not built yet: accepted, since files written for Dify hold them, but nothing comes of them. */
export const settingsWithoutEffect: ReadonlySet<SettingName> = new Set<SettingName>([
  ...(['databaseUrl', 'consoleApiUrl', 'consoleWebUrl', 'serviceApiUrl', 'appWebUrl', 'triggerUrl'] as const),
  ...(['internalFilesUrl', 'cookieDomain', 'initPassword', 'accessTokenMinutes', 'refreshTokenDays'] as const),
  ...(['loginLockoutSeconds', 'adminApiKey', 'innerApiKey', 'workflowCallMaxDepth', 'uploadBatchFiles'] as const),
  ...(['documentBatchFiles', 'imageBatchFiles', 'chunkMaxAttachments', 'attachmentImageMb'] as const),
  'webhookMaxBodyBytes',
]);

/** The value of every setting. */
export type Settings = { readonly [Name in SettingName]: z.output<(typeof settings)[Name]['schema']> };
