import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { bigWhole, httpUrl, list, logLevel, seconds, text, toggle, whole } from './value-schemas.ts';

export interface Setting<Schema extends z.ZodType = z.ZodType> {
  /** Reads the value from text or YAML. */
  readonly schema: Schema;
  readonly initial: z.output<Schema> | ((env: Environment) => z.output<Schema>);
  /** One line for people. */
  readonly help: string;
  /** The names Dify documents for it, or the customary ones, most binding first. */
  readonly alsoCalled: readonly string[];
  readonly unit?: 'bytes' | 'MB' | 's' | 'min' | 'days' | 'characters';
  readonly isSecret: boolean;
}

export type Environment = Readonly<Record<string, string | undefined>>;

type Extras = Partial<Pick<Setting, 'alsoCalled' | 'unit' | 'isSecret'>>;

function setting<Schema extends z.ZodType>(
  schema: Schema,
  initial: NoInfer<Setting<Schema>['initial']>,
  help: string,
  extras: Extras = {},
): Setting<Schema> {
  return { schema, initial, help, alsoCalled: [], isSecret: false, ...extras };
}

const optional = <Schema extends z.ZodType>(schema: Schema) => schema.optional();
const calledInDify = (name: string, unit?: Setting['unit']): Extras => ({
  alsoCalled: [name],
  ...(unit ? { unit } : {}),
});

function defaultDataDir(env: Environment): string {
  return join(env['XDG_DATA_HOME'] || join(env['HOME'] || homedir(), '.local', 'share'), 'dify');
}

/**
 * Every setting. The variable `DIFY_` + the name in capitals (`DIFY_LOG_LEVEL` for `logLevel`) always works, and so does
 * the name in `dify.yml` with underscores (`log_level`). Names and defaults of Dify: api/configs (1.x), docker/.env.example.
 */
export const settings = {
  // the process
  dataDir: setting(text, defaultDataDir, 'Directory of everything that is kept'),
  host: setting(text, '127.0.0.1', 'Address the server listens on'),
  port: setting(whole(0).pipe(z.number().max(65535)), 5001, 'Port the server listens on; 0 takes any free one'),
  secretKey: setting(optional(text), undefined, 'Key of encryption and signatures; made on first start when absent', {
    alsoCalled: ['SECRET_KEY'],
    isSecret: true,
  }),
  earlierSecretKeys: setting(list, [], 'Former secret keys: what was stored or signed with them stays good', {
    isSecret: true,
  }),
  databaseUrl: setting(optional(text), undefined, 'Database; SQLite in the data directory when absent', {
    alsoCalled: ['DATABASE_URL'],
    isSecret: true,
  }),
  logLevel: setting(logLevel, 'info', 'debug, info, warn, error or silent', calledInDify('LOG_LEVEL')),
  logFormat: setting(
    z.enum(['text', 'json']).optional(),
    undefined,
    'text or json; text on a terminal, json elsewhere when absent',
    calledInDify('LOG_OUTPUT_FORMAT'),
  ),
  logFile: setting(optional(text), undefined, 'File to log to instead of standard error', calledInDify('LOG_FILE')),

  // addresses other programs see
  consoleApiUrl: setting(optional(httpUrl), undefined, 'Base URL of the console API', calledInDify('CONSOLE_API_URL')),
  consoleWebUrl: setting(optional(httpUrl), undefined, 'Base URL of the console', calledInDify('CONSOLE_WEB_URL')),
  serviceApiUrl: setting(optional(httpUrl), undefined, 'Base URL of the service API', calledInDify('SERVICE_API_URL')),
  appWebUrl: setting(optional(httpUrl), undefined, 'Base URL of published web apps', calledInDify('APP_WEB_URL')),
  triggerUrl: setting(optional(httpUrl), undefined, 'Base URL of webhook triggers', calledInDify('TRIGGER_URL')),
  filesUrl: setting(optional(httpUrl), undefined, 'Base URL of signed file links', {
    alsoCalled: ['FILES_URL', 'CONSOLE_API_URL'],
  }),
  internalFilesUrl: setting(
    optional(httpUrl),
    undefined,
    'Base URL of file links for services beside this one',
    calledInDify('INTERNAL_FILES_URL'),
  ),
  filesAccessSeconds: setting(
    whole(1),
    300,
    'How long a signed file link is valid',
    calledInDify('FILES_ACCESS_TIMEOUT', 's'),
  ),
  cookieDomain: setting(
    optional(text),
    undefined,
    'Domain of cookies shared by subdomains',
    calledInDify('COOKIE_DOMAIN'),
  ),
  consoleCorsOrigins: setting(list, [], 'Origins that may call the console API', {
    alsoCalled: ['CONSOLE_CORS_ALLOW_ORIGINS', 'CONSOLE_WEB_URL'],
  }),
  webApiCorsOrigins: setting(
    list,
    [],
    'Origins that may call the API of web apps',
    calledInDify('WEB_API_CORS_ALLOW_ORIGINS'),
  ),
  trustProxyHeaders: setting(
    toggle,
    false,
    'Believe X-Forwarded-* headers; only behind a proxy of your own',
    calledInDify('RESPECT_XFORWARD_HEADERS_ENABLED'),
  ),

  // people
  initPassword: setting(optional(text), undefined, 'Password asked for before the first set-up', {
    alsoCalled: ['INIT_PASSWORD'],
    isSecret: true,
  }),
  accessTokenMinutes: setting(
    whole(1),
    60,
    'How long a sign-in token is valid',
    calledInDify('ACCESS_TOKEN_EXPIRE_MINUTES', 'min'),
  ),
  refreshTokenDays: setting(
    whole(1),
    30,
    'How long a session lasts',
    calledInDify('REFRESH_TOKEN_EXPIRE_DAYS', 'days'),
  ),
  loginLockoutSeconds: setting(
    whole(1),
    86_400,
    'Wait after too many failed sign-ins',
    calledInDify('LOGIN_LOCKOUT_DURATION', 's'),
  ),
  adminApiKey: setting(optional(text), undefined, 'Key of the admin API; off when absent', {
    alsoCalled: ['ADMIN_API_KEY'],
    isSecret: true,
  }),
  innerApiKey: setting(optional(text), undefined, 'Key of the inner API; off when absent', {
    alsoCalled: ['INNER_API_KEY'],
    isSecret: true,
  }),
  swaggerUiEnabled: setting(toggle, true, 'Serve the API documentation pages', calledInDify('SWAGGER_UI_ENABLED')),

  // models
  modelGateway: setting(optional(httpUrl), undefined, 'OpenAI-compatible base URL (…/v1) that serves every model'),
  modelGatewayApiKey: setting(optional(text), undefined, 'Key of the model gateway', { isSecret: true }),

  // the network
  outboundAllow: setting(list, [], 'HOST[:PORT], CIDR or "private": inner addresses that apps may reach'),
  httpProxy: setting(optional(httpUrl), undefined, 'Proxy of http:// requests', {
    alsoCalled: ['HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'all_proxy'],
    isSecret: true, // it may hold a password
  }),
  httpsProxy: setting(optional(httpUrl), undefined, 'Proxy of https:// requests', {
    alsoCalled: ['HTTPS_PROXY', 'https_proxy', 'ALL_PROXY', 'all_proxy'],
    isSecret: true,
  }),
  noProxy: setting(list, [], 'Hosts reached without a proxy', { alsoCalled: ['NO_PROXY', 'no_proxy'] }),
  httpConnectSeconds: setting(
    seconds,
    10,
    'Longest connect time of an HTTP node',
    calledInDify('HTTP_REQUEST_MAX_CONNECT_TIMEOUT', 's'),
  ),
  httpReadSeconds: setting(
    seconds,
    600,
    'Longest read time of an HTTP node',
    calledInDify('HTTP_REQUEST_MAX_READ_TIMEOUT', 's'),
  ),
  httpWriteSeconds: setting(
    seconds,
    600,
    'Longest write time of an HTTP node',
    calledInDify('HTTP_REQUEST_MAX_WRITE_TIMEOUT', 's'),
  ),
  httpMaxTextBytes: setting(
    whole(1),
    1024 * 1024,
    'Largest text reply of an HTTP node',
    calledInDify('HTTP_REQUEST_NODE_MAX_TEXT_SIZE', 'bytes'),
  ),
  httpMaxFileBytes: setting(
    whole(1),
    10 * 1024 * 1024,
    'Largest file reply of an HTTP node',
    calledInDify('HTTP_REQUEST_NODE_MAX_BINARY_SIZE', 'bytes'),
  ),
  httpVerifyTls: setting(
    toggle,
    true,
    'Check certificates in HTTP nodes unless the node says otherwise',
    calledInDify('HTTP_REQUEST_NODE_SSL_VERIFY'),
  ),

  // runs
  workflowMaxSteps: setting(whole(1), 500, 'Most steps of a run', calledInDify('WORKFLOW_MAX_EXECUTION_STEPS')),
  workflowMaxSeconds: setting(seconds, 1200, 'Longest run', calledInDify('WORKFLOW_MAX_EXECUTION_TIME', 's')),
  drainSeconds: setting(whole(0), 8, 'How long a server that is told to end waits for its runs', { unit: 's' }),
  runRecovery: setting(
    z.enum(['continue', 'fail'], { error: 'expected continue or fail' }),
    'continue',
    'What becomes of runs whose process died: they continue from the last recorded node, or fail',
  ),
  workflowCallMaxDepth: setting(
    whole(1),
    5,
    'How deep a workflow may call workflows',
    calledInDify('WORKFLOW_CALL_MAX_DEPTH'),
  ),
  appMaxSeconds: setting(seconds, 1200, 'Longest request to an app', calledInDify('APP_MAX_EXECUTION_TIME', 's')),
  appMaxActiveRequests: setting(
    whole(0),
    0,
    'Most requests of an app at once; 0 for any number',
    calledInDify('APP_MAX_ACTIVE_REQUESTS'),
  ),
  humanInputSeconds: setting(
    whole(1),
    7 * 24 * 3600,
    'How long a run may wait for a person',
    calledInDify('HUMAN_INPUT_GLOBAL_TIMEOUT_SECONDS', 's'),
  ),
  maxVariableBytes: setting(
    whole(1),
    200 * 1024,
    'Largest environment or conversation variable',
    calledInDify('MAX_VARIABLE_SIZE', 'bytes'),
  ),
  templateMaxCharacters: setting(
    whole(1),
    400_000,
    'Longest output of a template node',
    calledInDify('TEMPLATE_TRANSFORM_MAX_LENGTH', 'characters'),
  ),
  shownMaxBytes: setting(
    whole(1),
    1_024_000,
    'Values shown in events are cut beyond this',
    calledInDify('WORKFLOW_VARIABLE_TRUNCATION_MAX_SIZE', 'bytes'),
  ),
  shownMaxCharacters: setting(
    whole(1),
    100_000,
    'Texts shown in events are cut beyond this',
    calledInDify('WORKFLOW_VARIABLE_TRUNCATION_STRING_LENGTH', 'characters'),
  ),
  shownMaxElements: setting(
    whole(1),
    1000,
    'Lists shown in events are cut beyond this',
    calledInDify('WORKFLOW_VARIABLE_TRUNCATION_ARRAY_LENGTH'),
  ),
  moderationBufferCharacters: setting(
    whole(1),
    300,
    'Text collected before output moderation looks at it',
    calledInDify('MODERATION_BUFFER_SIZE', 'characters'),
  ),

  // what is deleted after a while
  runCleanupEnabled: setting(
    toggle,
    false,
    'Delete old runs, and the messages of chatflows with them, every night',
    calledInDify('WORKFLOW_LOG_CLEANUP_ENABLED'),
  ),
  runRetentionDays: setting(
    whole(0),
    30,
    'How long runs are kept when old ones are deleted',
    calledInDify('WORKFLOW_LOG_RETENTION_DAYS', 'days'),
  ),
  runCleanupBatchSize: setting(
    whole(1).pipe(z.number().max(1000)),
    100,
    'Runs deleted at once; more make others wait longer',
    calledInDify('WORKFLOW_LOG_CLEANUP_BATCH_SIZE'),
  ),
  runCleanupWorkflows: setting(
    list,
    [],
    'Ids of the workflows whose old runs are deleted; of all when empty',
    calledInDify('WORKFLOW_LOG_CLEANUP_SPECIFIC_WORKFLOW_IDS'),
  ),
  jobRetentionDays: setting(whole(1), 30, 'How long background jobs are listed after their end', { unit: 'days' }),
  embeddingRetentionDays: setting(whole(1), 30, 'How long embeddings are kept, to save their being made again', {
    alsoCalled: ['PLAN_SANDBOX_CLEAN_DAY_SETTING'],
    unit: 'days',
  }),

  // code nodes
  codeMaxNumber: setting(
    bigWhole,
    9223372036854775807n,
    'Largest number of a code node',
    calledInDify('CODE_MAX_NUMBER'),
  ),
  codeMinNumber: setting(
    bigWhole,
    -9223372036854775807n,
    'Smallest number of a code node',
    calledInDify('CODE_MIN_NUMBER'),
  ),
  codeMaxDepth: setting(whole(1), 5, 'Deepest nesting of an object', calledInDify('CODE_MAX_DEPTH')),
  codeMaxPrecision: setting(whole(1), 20, 'Most decimal places', calledInDify('CODE_MAX_PRECISION')),
  codeMaxStringLength: setting(
    whole(1),
    400_000,
    'Longest text of a code node',
    calledInDify('CODE_MAX_STRING_LENGTH', 'characters'),
  ),
  codeMaxStringArrayLength: setting(
    whole(1),
    30,
    'Longest list of texts',
    calledInDify('CODE_MAX_STRING_ARRAY_LENGTH'),
  ),
  codeMaxObjectArrayLength: setting(
    whole(1),
    30,
    'Longest list of objects',
    calledInDify('CODE_MAX_OBJECT_ARRAY_LENGTH'),
  ),
  codeMaxNumberArrayLength: setting(
    whole(1),
    1000,
    'Longest list of numbers',
    calledInDify('CODE_MAX_NUMBER_ARRAY_LENGTH'),
  ),
  codeConnectSeconds: setting(
    seconds,
    10,
    'Longest wait for a free sandbox',
    calledInDify('CODE_EXECUTION_CONNECT_TIMEOUT', 's'),
  ),
  codeReadSeconds: setting(seconds, 60, 'Longest run of a code node', calledInDify('CODE_EXECUTION_READ_TIMEOUT', 's')),
  sandboxWorkerSeconds: setting(
    seconds,
    15,
    'Longest work of one sandbox call',
    calledInDify('SANDBOX_WORKER_TIMEOUT', 's'),
  ),
  sandboxMaxWorkers: setting(
    optional(whole(1)),
    undefined,
    'Most sandbox processes at once; as many as fit a quarter of the memory when absent',
    {
      alsoCalled: ['SANDBOX_MAX_CHILDREN'],
    },
  ),
  sandboxMemoryMb: setting(whole(32), 256, 'Memory of the code of one run', {
    alsoCalled: ['SANDBOX_MEMORY_MB'],
    unit: 'MB',
  }),
  sandboxMaxResultBytes: setting(whole(1), 16 * 1024 ** 2, 'Longest result of a run, as JSON', {
    alsoCalled: ['SANDBOX_MAX_RESULT_BYTES'],
    unit: 'bytes',
  }),
  sandboxRunsPerWorker: setting(whole(1), 1000, 'Runs of one app after which a sandbox process is replaced'),
  codeSandbox: setting(z.enum(['warm', 'single-use']), 'warm', 'warm: an app keeps its sandbox; single-use: never', {
    alsoCalled: ['CODE_SANDBOX'],
  }),
  codeExecution: setting(
    z.enum(['embedded', 'python']),
    'embedded',
    'Where Python code runs: embedded (sandboxed), or python (with the rights of this program)',
    { alsoCalled: ['CODE_EXECUTION'] },
  ),
  codeExecutionPython: setting(text, 'python3', 'Interpreter of CODE_EXECUTION=python', {
    alsoCalled: ['CODE_EXECUTION_PYTHON'],
  }),
  codeExecutionEndpoint: setting(
    optional(httpUrl),
    undefined,
    'A dify-sandbox service that runs all code',
    calledInDify('CODE_EXECUTION_ENDPOINT'),
  ),
  codeExecutionApiKey: setting(optional(text), undefined, 'Key of the dify-sandbox service', {
    alsoCalled: ['CODE_EXECUTION_API_KEY'],
    isSecret: true,
  }),

  // files
  uploadDocumentMb: setting(whole(0), 15, 'Largest document', calledInDify('UPLOAD_FILE_SIZE_LIMIT', 'MB')),
  uploadImageMb: setting(whole(0), 10, 'Largest image', calledInDify('UPLOAD_IMAGE_FILE_SIZE_LIMIT', 'MB')),
  uploadVideoMb: setting(whole(0), 100, 'Largest video', calledInDify('UPLOAD_VIDEO_FILE_SIZE_LIMIT', 'MB')),
  uploadAudioMb: setting(whole(0), 50, 'Largest audio file', calledInDify('UPLOAD_AUDIO_FILE_SIZE_LIMIT', 'MB')),
  uploadBatchFiles: setting(whole(0), 5, 'Most files of one upload', calledInDify('UPLOAD_FILE_BATCH_LIMIT')),
  documentBatchFiles: setting(whole(0), 20, 'Most documents added at once', calledInDify('BATCH_UPLOAD_LIMIT')),
  workflowMaxFiles: setting(whole(1), 10, 'Most files of a workflow input', calledInDify('WORKFLOW_FILE_UPLOAD_LIMIT')),
  imageBatchFiles: setting(whole(1), 10, 'Most images of one upload', calledInDify('IMAGE_FILE_BATCH_LIMIT')),
  chunkMaxAttachments: setting(
    whole(1),
    10,
    'Most attachments of a chunk',
    calledInDify('SINGLE_CHUNK_ATTACHMENT_LIMIT'),
  ),
  attachmentImageMb: setting(
    whole(0),
    2,
    'Largest image attached to a chunk',
    calledInDify('ATTACHMENT_IMAGE_FILE_SIZE_LIMIT', 'MB'),
  ),
  uploadBlockedExtensions: setting(
    list.transform((items) => items.map((item) => item.toLowerCase().replace(/^\.+/, ''))),
    [],
    'File extensions that are refused',
    calledInDify('UPLOAD_FILE_EXTENSION_BLACKLIST'),
  ),
  webhookMaxBodyBytes: setting(
    whole(1),
    10 * 1024 * 1024,
    'Largest body of a webhook call',
    calledInDify('WEBHOOK_REQUEST_BODY_MAX_SIZE', 'bytes'),
  ),
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
