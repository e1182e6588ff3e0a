const CLOUD = 'only the Cloud edition has plans and quotas for runs';
const HOSTED = 'only the Cloud edition lends models of its own, whose quota could be used up';
const NEW_AGENT = 'apps of the kind "New Agent" are not part of this edition';
const OF_NODES = 'in a workflow the model is a matter of its node: the run ends as failed, and is answered with 200';

/** Documented refusals that this edition does not give, with the reason. */
export const notGiven: Readonly<Record<string, string>> = {
  'POST /chat-messages 400 provider_quota_exceeded': HOSTED,
  'POST /chat-messages 400 new_agent_streaming_only': NEW_AGENT,
  'POST /chat-messages 400 new_agent_not_bound': NEW_AGENT,
  'POST /chat-messages 400 new_agent_not_published': NEW_AGENT,
  'POST /chat-messages 403 workflow_version_execution_not_allowed': CLOUD,
  'POST /chat-messages 429 rate_limit_error': CLOUD,
  'POST /files/upload 415 unsupported_file_type':
    'a part of a form that declares no type is text/plain (RFC 7578, 4.4), and the reader of forms takes it for that',
  'POST /audio-to-text 400 provider_quota_exceeded': HOSTED,
  'POST /text-to-audio 400 provider_quota_exceeded': HOSTED,
  'GET /parameters 400 agent_not_published': NEW_AGENT,
  'POST /form/human_input/{form_token} 400 bad_request': 'every form here has a recipient of one and the same type',
  'POST /workflows/run 400 provider_not_initialize': OF_NODES,
  'POST /workflows/run 400 provider_quota_exceeded': HOSTED,
  'POST /workflows/run 400 model_currently_not_support': OF_NODES,
  'POST /workflows/run 400 completion_request_error': OF_NODES,
  'POST /workflows/run 429 rate_limit_error': CLOUD,
  'POST /workflows/{workflow_id}/run 400 provider_not_initialize': OF_NODES,
  'POST /workflows/{workflow_id}/run 400 provider_quota_exceeded': HOSTED,
  'POST /workflows/{workflow_id}/run 400 model_currently_not_support': OF_NODES,
  'POST /workflows/{workflow_id}/run 400 completion_request_error': OF_NODES,
  'POST /workflows/{workflow_id}/run 403 workflow_version_execution_not_allowed': CLOUD,
  'POST /workflows/{workflow_id}/run 429 rate_limit_error': CLOUD,
  'POST /completion-messages 400 provider_quota_exceeded': HOSTED,
};
