/** Closed sets of words in the tables: Dify's own, as they stand on its wire and in its database. */
export const iconTypes = ['emoji', 'image', 'link'] as const;

export const runStatuses = [
  'scheduled',
  'running',
  'succeeded',
  'failed',
  'stopped',
  'partial-succeeded',
  'paused',
] as const;
export type RunStatus = (typeof runStatuses)[number];

export const nodeStatuses = [
  'pending',
  'running',
  'succeeded',
  'failed',
  'exception',
  'stopped',
  'paused',
  'retry',
] as const;

/** Who made a row: Dify's `CreatorUserRole`. */
export const creatorRoles = ['account', 'end_user'] as const;
export type CreatorRole = (typeof creatorRoles)[number];

export const endUserTypes = ['service-api', 'browser', 'mcp', 'trigger'] as const;
export type EndUserType = (typeof endUserTypes)[number];

export const accountStatuses = ['pending', 'uninitialized', 'active', 'banned', 'closed'] as const;

export const apiTokenTypes = ['app', 'dataset'] as const;

export const messageStatuses = ['normal', 'error', 'paused'] as const;

/** `answered`: by a person or by time; `submitted` or `timeout` once the run has taken it. */
export const formStatuses = ['waiting', 'answered', 'submitted', 'timeout', 'expired'] as const;

export const jobStatuses = ['waiting', 'running', 'done', 'dead'] as const;
export type JobStatus = (typeof jobStatuses)[number];
