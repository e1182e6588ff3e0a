import type { AppAccess } from '../../instance/index.ts';
import { appFormToken, appToken, type FormAccess } from '../auth/api-token.ts';
import { passport, passportForm } from '../auth/passport.ts';
import type { Guard, UserRule } from '../route.ts';

/**
 * A family that serves published apps. The routes of this folder are made for each of them: they ask and answer alike,
 * and differ in who may call and in how much a caller is shown.
 */
export interface AppFamily {
  readonly prefix: '/v1' | '/api';
  /** Beginning of operation names, and the tag in the document of the API. */
  readonly title: string;
  readonly detail: 'full' | 'simple';
  readonly log: 'service-api' | 'web-app';
  /**
   * Clients of people know which message comes before another and ask for names of conversations; for programs both is
   * done unasked (Dify 1.x controllers/web/completion.py, core/app/apps/chat/app_generator.py).
   */
  readonly serves: 'programs' | 'people';
  /** Who may call; the rule says where a program names its user. */
  guard(user?: UserRule): Guard<unknown, AppAccess>;
  readonly formGuard: Guard<unknown, FormAccess>;
}

export const serviceFamily: AppFamily = {
  prefix: '/v1',
  title: 'Service API',
  detail: 'full',
  log: 'service-api',
  serves: 'programs',
  guard: (user) => appToken(user),
  formGuard: appFormToken,
};

export const webFamily: AppFamily = {
  prefix: '/api',
  title: 'Web API',
  detail: 'simple',
  log: 'web-app',
  serves: 'people',
  guard: () => passport,
  formGuard: passportForm,
};

export const byQuery: UserRule = { from: 'query', isRequired: false };
export const byJson: UserRule = { from: 'json', isRequired: false };
export const byJsonRequired: UserRule = { from: 'json', isRequired: true };
export const byQueryRequired: UserRule = { from: 'query', isRequired: true };
