import type { JsonObject } from '../kernel/index.ts';

/** `GET /system-features`: an instance of one's own, with nothing that only other editions have. */
export function systemFeaturesToWire(): JsonObject {
  return {
    sso_enforced_for_signin: false,
    sso_enforced_for_signin_protocol: '',
    enable_marketplace: false,
    max_plugin_package_size: 15_728_640,
    enable_email_code_login: false,
    enable_email_password_login: true,
    enable_social_oauth_login: false,
    is_allow_register: false,
    is_allow_create_workspace: false,
    is_email_setup: false,
    license: { status: 'none', expired_at: '', workspaces: { enabled: false, size: 0, limit: 0 } },
    branding: { enabled: false, application_title: '', login_page_logo: '', workspace_logo: '', favicon: '' },
    webapp_auth: {
      enabled: false,
      allow_sso: false,
      sso_config: { protocol: '' },
      allow_email_code_login: false,
      allow_email_password_login: false,
    },
    plugin_installation_permission: { plugin_installation_scope: 'all', restrict_to_marketplace_only: false },
    enable_change_email: true,
    plugin_manager: { enabled: false },
    trial_models: [],
    enable_trial_app: false,
    enable_explore_banner: false,
  };
}
