import { text, toggle, whole } from '../value-schemas.ts';
import { calledInDify, optional, type Setting, setting } from './setting.ts';

/** Who may come in, and for how long. */
export const peopleSettings = {
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
} as const satisfies Record<string, Setting>;
