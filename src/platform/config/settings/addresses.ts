import { httpUrl, list, text, toggle, whole } from '../value-schemas.ts';
import { calledInDify, optional, type Setting, setting } from './setting.ts';

/** Under which addresses other programs reach this one, and who may. */
export const addressSettings = {
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
} as const satisfies Record<string, Setting>;
