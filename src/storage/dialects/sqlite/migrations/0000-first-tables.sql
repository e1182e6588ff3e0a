CREATE TABLE `tenants` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`plan` text DEFAULT 'basic' NOT NULL,
	`status` text DEFAULT 'normal' NOT NULL,
	`custom_config` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);

CREATE TABLE `accounts` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`email` text NOT NULL,
	`password_hash` text,
	`avatar` text,
	`interface_language` text,
	`interface_theme` text,
	`timezone` text,
	`last_login_at` integer,
	`last_login_ip` text,
	`last_active_at` integer,
	`status` text DEFAULT 'active' NOT NULL,
	`initialized_at` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);

CREATE UNIQUE INDEX `accounts_by_email` ON `accounts` (`email`);
CREATE TABLE `tenant_account_joins` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`account_id` text NOT NULL,
	`current` integer DEFAULT false NOT NULL,
	`role` text NOT NULL,
	`invited_by` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`tenant_id`) REFERENCES `tenants`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE cascade
);

CREATE UNIQUE INDEX `tenant_account_joins_by_tenant` ON `tenant_account_joins` (`tenant_id`,`account_id`);
CREATE INDEX `tenant_account_joins_by_account` ON `tenant_account_joins` (`account_id`);
CREATE TABLE `dify_setups` (
	`version` text PRIMARY KEY NOT NULL,
	`setup_at` integer NOT NULL
);

CREATE TABLE `apps` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`name` text NOT NULL,
	`description` text DEFAULT '' NOT NULL,
	`mode` text NOT NULL,
	`icon_type` text,
	`icon` text,
	`icon_background` text,
	`use_icon_as_answer_icon` integer DEFAULT false NOT NULL,
	`app_model_config_id` text,
	`workflow_id` text,
	`status` text DEFAULT 'normal' NOT NULL,
	`enable_site` integer DEFAULT true NOT NULL,
	`enable_api` integer DEFAULT true NOT NULL,
	`max_active_requests` integer,
	`tracing` text,
	`created_by` text,
	`created_at` integer NOT NULL,
	`updated_by` text,
	`updated_at` integer NOT NULL
);

CREATE INDEX `apps_by_tenant` ON `apps` (`tenant_id`,`created_at`);
CREATE TABLE `app_model_configs` (
	`id` text PRIMARY KEY NOT NULL,
	`app_id` text NOT NULL,
	`configs` text NOT NULL,
	`created_by` text,
	`created_at` integer NOT NULL,
	`updated_by` text,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`app_id`) REFERENCES `apps`(`id`) ON UPDATE no action ON DELETE cascade
);

CREATE INDEX `app_model_configs_by_app` ON `app_model_configs` (`app_id`);
CREATE TABLE `sites` (
	`id` text PRIMARY KEY NOT NULL,
	`app_id` text NOT NULL,
	`code` text NOT NULL,
	`title` text NOT NULL,
	`icon_type` text,
	`icon` text,
	`icon_background` text,
	`description` text,
	`default_language` text DEFAULT 'en-US' NOT NULL,
	`chat_color_theme` text,
	`chat_color_theme_inverted` integer DEFAULT false NOT NULL,
	`copyright` text,
	`privacy_policy` text,
	`custom_disclaimer` text DEFAULT '' NOT NULL,
	`customize_domain` text,
	`customize_token_strategy` text DEFAULT 'not_allow' NOT NULL,
	`prompt_public` integer DEFAULT false NOT NULL,
	`show_workflow_steps` integer DEFAULT true NOT NULL,
	`use_icon_as_answer_icon` integer DEFAULT false NOT NULL,
	`status` text DEFAULT 'normal' NOT NULL,
	`created_by` text,
	`created_at` integer NOT NULL,
	`updated_by` text,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`app_id`) REFERENCES `apps`(`id`) ON UPDATE no action ON DELETE cascade
);

CREATE UNIQUE INDEX `sites_by_app` ON `sites` (`app_id`);
CREATE UNIQUE INDEX `sites_by_code` ON `sites` (`code`);
CREATE TABLE `api_tokens` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`app_id` text,
	`type` text NOT NULL,
	`token_hash` text NOT NULL,
	`encrypted_token` text NOT NULL,
	`last_used_at` integer,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`app_id`) REFERENCES `apps`(`id`) ON UPDATE no action ON DELETE cascade
);

CREATE UNIQUE INDEX `api_tokens_by_hash` ON `api_tokens` (`token_hash`);
CREATE INDEX `api_tokens_by_tenant` ON `api_tokens` (`tenant_id`,`type`);
CREATE INDEX `api_tokens_by_app` ON `api_tokens` (`app_id`);
CREATE TABLE `installed_apps` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`app_id` text NOT NULL,
	`app_owner_tenant_id` text NOT NULL,
	`position` integer DEFAULT 0 NOT NULL,
	`is_pinned` integer DEFAULT false NOT NULL,
	`last_used_at` integer,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`app_id`) REFERENCES `apps`(`id`) ON UPDATE no action ON DELETE cascade
);

CREATE UNIQUE INDEX `installed_apps_by_tenant` ON `installed_apps` (`tenant_id`,`app_id`);
CREATE INDEX `installed_apps_by_app` ON `installed_apps` (`app_id`);
CREATE TABLE `tags` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`type` text NOT NULL,
	`name` text NOT NULL,
	`created_by` text,
	`created_at` integer NOT NULL
);

CREATE INDEX `tags_by_tenant` ON `tags` (`tenant_id`,`type`,`name`);
CREATE TABLE `tag_bindings` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`tag_id` text NOT NULL,
	`target_id` text NOT NULL,
	`created_by` text,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`tag_id`) REFERENCES `tags`(`id`) ON UPDATE no action ON DELETE cascade
);

CREATE UNIQUE INDEX `tag_bindings_by_target` ON `tag_bindings` (`target_id`,`tag_id`);
CREATE INDEX `tag_bindings_by_tag` ON `tag_bindings` (`tag_id`);
CREATE TABLE `app_dsl_pending_imports` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`content` text NOT NULL,
	`options` text NOT NULL,
	`created_by` text,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL
);

CREATE INDEX `app_dsl_pending_imports_by_expiry` ON `app_dsl_pending_imports` (`expires_at`);
CREATE TABLE `workflows` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`app_id` text NOT NULL,
	`type` text NOT NULL,
	`version` text NOT NULL,
	`graph` text NOT NULL,
	`features` text NOT NULL,
	`environment_variables` text NOT NULL,
	`conversation_variables` text NOT NULL,
	`rag_pipeline_variables` text NOT NULL,
	`marked_name` text DEFAULT '' NOT NULL,
	`marked_comment` text DEFAULT '' NOT NULL,
	`created_by` text,
	`created_at` integer NOT NULL,
	`updated_by` text,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`app_id`) REFERENCES `apps`(`id`) ON UPDATE no action ON DELETE cascade
);

CREATE UNIQUE INDEX `workflows_by_version` ON `workflows` (`app_id`,`version`);
CREATE TABLE `workflow_runs` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`app_id` text NOT NULL,
	`workflow_id` text NOT NULL,
	`type` text NOT NULL,
	`triggered_from` text NOT NULL,
	`version` text NOT NULL,
	`task_id` text,
	`inputs` text,
	`status` text NOT NULL,
	`outputs` text,
	`error` text,
	`elapsed_time` real DEFAULT 0 NOT NULL,
	`total_tokens` integer DEFAULT 0 NOT NULL,
	`total_steps` integer DEFAULT 0 NOT NULL,
	`exceptions_count` integer DEFAULT 0 NOT NULL,
	`created_by_role` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`finished_at` integer,
	`lease_owner` text,
	`lease_expires_at` integer,
	`stop_requested_at` integer
);

CREATE INDEX `workflow_runs_by_app` ON `workflow_runs` (`app_id`,`created_at`);
CREATE INDEX `workflow_runs_by_age` ON `workflow_runs` (`created_at`);
CREATE INDEX `workflow_runs_unfinished` ON `workflow_runs` (`lease_expires_at`) WHERE "workflow_runs"."status" in ('scheduled', 'running', 'paused');
CREATE INDEX `workflow_runs_by_task` ON `workflow_runs` (`task_id`) WHERE "workflow_runs"."status" in ('scheduled', 'running', 'paused');
CREATE TABLE `workflow_node_executions` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`app_id` text NOT NULL,
	`workflow_id` text NOT NULL,
	`triggered_from` text DEFAULT 'workflow-run' NOT NULL,
	`workflow_run_id` text,
	`index` integer NOT NULL,
	`predecessor_node_id` text,
	`node_id` text NOT NULL,
	`node_type` text NOT NULL,
	`title` text NOT NULL,
	`inputs` text,
	`process_data` text,
	`outputs` text,
	`status` text NOT NULL,
	`error` text,
	`elapsed_time` real DEFAULT 0 NOT NULL,
	`execution_metadata` text,
	`created_by_role` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`finished_at` integer,
	FOREIGN KEY (`workflow_run_id`) REFERENCES `workflow_runs`(`id`) ON UPDATE no action ON DELETE cascade
);

CREATE INDEX `workflow_node_executions_by_run` ON `workflow_node_executions` (`workflow_run_id`);
CREATE TABLE `run_events` (
	`run_id` text NOT NULL,
	`sequence` integer NOT NULL,
	`count` integer NOT NULL,
	`lines` text,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`run_id`, `sequence`),
	FOREIGN KEY (`run_id`) REFERENCES `workflow_runs`(`id`) ON UPDATE no action ON DELETE cascade
);

CREATE TABLE `workflow_app_logs` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`app_id` text NOT NULL,
	`workflow_id` text NOT NULL,
	`workflow_run_id` text NOT NULL,
	`created_from` text NOT NULL,
	`created_by_role` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`workflow_run_id`) REFERENCES `workflow_runs`(`id`) ON UPDATE no action ON DELETE cascade
);

CREATE INDEX `workflow_app_logs_by_app` ON `workflow_app_logs` (`app_id`,`created_at`);
CREATE INDEX `workflow_app_logs_by_run` ON `workflow_app_logs` (`workflow_run_id`);
CREATE TABLE `workflow_pauses` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`app_id` text NOT NULL,
	`workflow_run_id` text NOT NULL,
	`reasons` text NOT NULL,
	`state` text,
	`created_at` integer NOT NULL,
	`resumed_at` integer,
	FOREIGN KEY (`workflow_run_id`) REFERENCES `workflow_runs`(`id`) ON UPDATE no action ON DELETE cascade
);

CREATE INDEX `workflow_pauses_by_run` ON `workflow_pauses` (`workflow_run_id`);
CREATE TABLE `human_input_forms` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`app_id` text NOT NULL,
	`workflow_run_id` text NOT NULL,
	`node_id` text NOT NULL,
	`node_title` text NOT NULL,
	`token` text NOT NULL,
	`form_definition` text NOT NULL,
	`rendered_content` text NOT NULL,
	`status` text DEFAULT 'waiting' NOT NULL,
	`selected_action_id` text,
	`submitted_data` text,
	`submitted_by` text,
	`submitted_at` integer,
	`expiration_time` integer NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`workflow_run_id`) REFERENCES `workflow_runs`(`id`) ON UPDATE no action ON DELETE cascade
);

CREATE UNIQUE INDEX `human_input_forms_by_token` ON `human_input_forms` (`token`);
CREATE INDEX `human_input_forms_by_run` ON `human_input_forms` (`workflow_run_id`);
CREATE INDEX `human_input_forms_by_expiry` ON `human_input_forms` (`status`,`expiration_time`);
CREATE TABLE `end_users` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`app_id` text NOT NULL,
	`type` text NOT NULL,
	`external_user_id` text,
	`name` text,
	`is_anonymous` integer DEFAULT true NOT NULL,
	`session_id` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);

CREATE UNIQUE INDEX `end_users_by_session` ON `end_users` (`app_id`,`session_id`,`type`);
CREATE TABLE `conversations` (
	`id` text PRIMARY KEY NOT NULL,
	`app_id` text NOT NULL,
	`app_model_config_id` text,
	`override_model_configs` text,
	`mode` text NOT NULL,
	`name` text DEFAULT '' NOT NULL,
	`summary` text,
	`inputs` text NOT NULL,
	`introduction` text,
	`system_instruction` text,
	`status` text DEFAULT 'normal' NOT NULL,
	`invoke_from` text,
	`from_source` text NOT NULL,
	`from_end_user_id` text,
	`from_account_id` text,
	`read_at` integer,
	`read_account_id` text,
	`dialogue_count` integer DEFAULT 0 NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);

CREATE INDEX `conversations_by_end_user` ON `conversations` (`app_id`,`from_end_user_id`,`updated_at`);
CREATE INDEX `conversations_by_account` ON `conversations` (`app_id`,`from_account_id`,`updated_at`);
CREATE INDEX `conversations_by_app` ON `conversations` (`app_id`,`created_at`);
CREATE TABLE `workflow_conversation_variables` (
	`id` text NOT NULL,
	`conversation_id` text NOT NULL,
	`app_id` text NOT NULL,
	`name` text NOT NULL,
	`value_type` text NOT NULL,
	`value` text NOT NULL,
	`description` text DEFAULT '' NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`conversation_id`, `id`),
	FOREIGN KEY (`conversation_id`) REFERENCES `conversations`(`id`) ON UPDATE no action ON DELETE cascade
);

CREATE TABLE `pinned_conversations` (
	`id` text PRIMARY KEY NOT NULL,
	`app_id` text NOT NULL,
	`conversation_id` text NOT NULL,
	`created_by_role` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`conversation_id`) REFERENCES `conversations`(`id`) ON UPDATE no action ON DELETE cascade
);

CREATE UNIQUE INDEX `pinned_conversations_by_owner` ON `pinned_conversations` (`conversation_id`,`created_by`,`created_by_role`);
CREATE TABLE `messages` (
	`id` text PRIMARY KEY NOT NULL,
	`app_id` text NOT NULL,
	`conversation_id` text NOT NULL,
	`model_provider` text,
	`model_id` text,
	`override_model_configs` text,
	`inputs` text NOT NULL,
	`query` text NOT NULL,
	`message` text,
	`message_tokens` integer DEFAULT 0 NOT NULL,
	`message_unit_price` text DEFAULT '0' NOT NULL,
	`message_price_unit` text DEFAULT '0.001' NOT NULL,
	`answer` text DEFAULT '' NOT NULL,
	`answer_tokens` integer DEFAULT 0 NOT NULL,
	`answer_unit_price` text DEFAULT '0' NOT NULL,
	`answer_price_unit` text DEFAULT '0.001' NOT NULL,
	`total_price` text,
	`currency` text DEFAULT 'USD' NOT NULL,
	`provider_response_latency` real DEFAULT 0 NOT NULL,
	`parent_message_id` text,
	`status` text DEFAULT 'normal' NOT NULL,
	`error` text,
	`message_metadata` text,
	`invoke_from` text,
	`from_source` text NOT NULL,
	`from_end_user_id` text,
	`from_account_id` text,
	`agent_based` integer DEFAULT false NOT NULL,
	`workflow_run_id` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`conversation_id`) REFERENCES `conversations`(`id`) ON UPDATE no action ON DELETE cascade
);

CREATE INDEX `messages_by_conversation` ON `messages` (`conversation_id`,`created_at`);
CREATE INDEX `messages_by_app` ON `messages` (`app_id`,`created_at`);
CREATE INDEX `messages_by_run` ON `messages` (`workflow_run_id`);
CREATE TABLE `message_feedbacks` (
	`id` text PRIMARY KEY NOT NULL,
	`app_id` text NOT NULL,
	`conversation_id` text NOT NULL,
	`message_id` text NOT NULL,
	`rating` text NOT NULL,
	`content` text,
	`from_source` text NOT NULL,
	`from_end_user_id` text,
	`from_account_id` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`message_id`) REFERENCES `messages`(`id`) ON UPDATE no action ON DELETE cascade
);

CREATE INDEX `message_feedbacks_by_message` ON `message_feedbacks` (`message_id`,`from_source`);
CREATE INDEX `message_feedbacks_by_app` ON `message_feedbacks` (`app_id`,`created_at`);
CREATE TABLE `message_files` (
	`id` text PRIMARY KEY NOT NULL,
	`app_id` text NOT NULL,
	`message_id` text NOT NULL,
	`type` text NOT NULL,
	`transfer_method` text NOT NULL,
	`url` text,
	`belongs_to` text NOT NULL,
	`upload_file_id` text,
	`created_by_role` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`message_id`) REFERENCES `messages`(`id`) ON UPDATE no action ON DELETE cascade
);

CREATE INDEX `message_files_by_message` ON `message_files` (`message_id`);
CREATE INDEX `message_files_by_file` ON `message_files` (`upload_file_id`,`app_id`);
CREATE TABLE `message_agent_thoughts` (
	`id` text PRIMARY KEY NOT NULL,
	`app_id` text NOT NULL,
	`message_id` text NOT NULL,
	`message_chain_id` text,
	`position` integer NOT NULL,
	`thought` text,
	`tool` text,
	`tool_labels_str` text NOT NULL,
	`tool_meta_str` text NOT NULL,
	`tool_input` text,
	`observation` text,
	`message` text,
	`message_files` text NOT NULL,
	`answer` text,
	`tokens` integer,
	`total_price` text,
	`currency` text,
	`latency` real,
	`created_by_role` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`message_id`) REFERENCES `messages`(`id`) ON UPDATE no action ON DELETE cascade
);

CREATE UNIQUE INDEX `message_agent_thoughts_by_message` ON `message_agent_thoughts` (`message_id`,`position`);
CREATE TABLE `saved_messages` (
	`id` text PRIMARY KEY NOT NULL,
	`app_id` text NOT NULL,
	`message_id` text NOT NULL,
	`created_by_role` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`message_id`) REFERENCES `messages`(`id`) ON UPDATE no action ON DELETE cascade
);

CREATE UNIQUE INDEX `saved_messages_by_message` ON `saved_messages` (`message_id`,`created_by`,`created_by_role`);
CREATE INDEX `saved_messages_by_owner` ON `saved_messages` (`app_id`,`created_by`,`created_at`);
CREATE TABLE `message_annotations` (
	`id` text PRIMARY KEY NOT NULL,
	`app_id` text NOT NULL,
	`conversation_id` text,
	`message_id` text,
	`question` text NOT NULL,
	`content` text NOT NULL,
	`hit_count` integer DEFAULT 0 NOT NULL,
	`account_id` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`app_id`) REFERENCES `apps`(`id`) ON UPDATE no action ON DELETE cascade
);

CREATE INDEX `message_annotations_by_app` ON `message_annotations` (`app_id`,`created_at`);
CREATE INDEX `message_annotations_by_message` ON `message_annotations` (`message_id`);
CREATE TABLE `app_annotation_settings` (
	`id` text PRIMARY KEY NOT NULL,
	`app_id` text NOT NULL,
	`score_threshold` real NOT NULL,
	`embedding_provider_name` text NOT NULL,
	`embedding_model_name` text NOT NULL,
	`created_user_id` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`app_id`) REFERENCES `apps`(`id`) ON UPDATE no action ON DELETE cascade
);

CREATE UNIQUE INDEX `app_annotation_settings_by_app` ON `app_annotation_settings` (`app_id`);
CREATE TABLE `app_annotation_hit_histories` (
	`id` text PRIMARY KEY NOT NULL,
	`app_id` text NOT NULL,
	`annotation_id` text NOT NULL,
	`source` text NOT NULL,
	`question` text NOT NULL,
	`annotation_question` text NOT NULL,
	`annotation_content` text NOT NULL,
	`score` real NOT NULL,
	`message_id` text,
	`account_id` text,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`app_id`) REFERENCES `apps`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`annotation_id`) REFERENCES `message_annotations`(`id`) ON UPDATE no action ON DELETE cascade
);

CREATE INDEX `app_annotation_hit_histories_by_annotation` ON `app_annotation_hit_histories` (`annotation_id`,`created_at`);
CREATE INDEX `app_annotation_hit_histories_by_message` ON `app_annotation_hit_histories` (`message_id`);
CREATE INDEX `app_annotation_hit_histories_by_app` ON `app_annotation_hit_histories` (`app_id`);
CREATE TABLE `upload_files` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`name` text NOT NULL,
	`size` integer NOT NULL,
	`extension` text NOT NULL,
	`mime_type` text NOT NULL,
	`hash` text NOT NULL,
	`source_url` text DEFAULT '' NOT NULL,
	`created_by_role` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`used_at` integer
);

CREATE INDEX `upload_files_by_tenant` ON `upload_files` (`tenant_id`,`created_at`);
CREATE INDEX `upload_files_by_blob` ON `upload_files` (`hash`);
CREATE TABLE `tool_files` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`user_id` text NOT NULL,
	`conversation_id` text,
	`file_key` text NOT NULL,
	`name` text NOT NULL,
	`mimetype` text NOT NULL,
	`original_url` text,
	`size` integer NOT NULL,
	`created_at` integer NOT NULL
);

CREATE INDEX `tool_files_by_conversation` ON `tool_files` (`conversation_id`);
CREATE INDEX `tool_files_by_tenant` ON `tool_files` (`tenant_id`,`created_at`);
CREATE INDEX `tool_files_by_blob` ON `tool_files` (`file_key`);
CREATE TABLE `blobs` (
	`hash` text PRIMARY KEY NOT NULL,
	`size` integer NOT NULL,
	`created_at` integer NOT NULL,
	`touched_at` integer NOT NULL
);

CREATE INDEX `blobs_by_touch` ON `blobs` (`touched_at`);
CREATE TABLE `payload_blobs` (
	`holder_id` text NOT NULL,
	`place` text NOT NULL,
	`hash` text NOT NULL,
	PRIMARY KEY(`holder_id`, `place`)
);

CREATE INDEX `payload_blobs_by_hash` ON `payload_blobs` (`hash`);
CREATE TABLE `providers` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`provider_name` text NOT NULL,
	`is_valid` integer DEFAULT false NOT NULL,
	`credential_id` text,
	`last_used` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);

CREATE UNIQUE INDEX `providers_by_name` ON `providers` (`tenant_id`,`provider_name`);
CREATE TABLE `provider_credentials` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`provider_name` text NOT NULL,
	`credential_name` text NOT NULL,
	`encrypted_config` text NOT NULL,
	`user_id` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);

CREATE INDEX `provider_credentials_by_name` ON `provider_credentials` (`tenant_id`,`provider_name`);
CREATE TABLE `provider_models` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`provider_name` text NOT NULL,
	`model_name` text NOT NULL,
	`model_type` text NOT NULL,
	`credential_id` text,
	`is_valid` integer DEFAULT false NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);

CREATE UNIQUE INDEX `provider_models_by_name` ON `provider_models` (`tenant_id`,`provider_name`,`model_name`,`model_type`);
CREATE TABLE `provider_model_credentials` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`provider_name` text NOT NULL,
	`model_name` text NOT NULL,
	`model_type` text NOT NULL,
	`credential_name` text NOT NULL,
	`encrypted_config` text NOT NULL,
	`user_id` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);

CREATE INDEX `provider_model_credentials_by_model` ON `provider_model_credentials` (`tenant_id`,`provider_name`,`model_name`,`model_type`);
CREATE TABLE `provider_model_settings` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`provider_name` text NOT NULL,
	`model_name` text NOT NULL,
	`model_type` text NOT NULL,
	`enabled` integer DEFAULT true NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);

CREATE UNIQUE INDEX `provider_model_settings_by_model` ON `provider_model_settings` (`tenant_id`,`provider_name`,`model_name`,`model_type`);
CREATE TABLE `tenant_default_models` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`model_type` text NOT NULL,
	`provider_name` text NOT NULL,
	`model_name` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);

CREATE UNIQUE INDEX `tenant_default_models_by_type` ON `tenant_default_models` (`tenant_id`,`model_type`);
CREATE TABLE `jobs` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`payload` text NOT NULL,
	`tenant_id` text,
	`caller` text,
	`status` text NOT NULL,
	`priority` integer DEFAULT 0 NOT NULL,
	`run_at` integer NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`max_attempts` integer NOT NULL,
	`dedupe_key` text,
	`lease_owner` text,
	`lease_expires_at` integer,
	`last_error` text,
	`created_at` integer NOT NULL,
	`started_at` integer,
	`finished_at` integer
);

CREATE INDEX `jobs_by_readiness` ON `jobs` (`status`,`name`,`run_at`);
CREATE UNIQUE INDEX `jobs_by_dedupe_key` ON `jobs` (`dedupe_key`);
CREATE INDEX `jobs_by_tenant` ON `jobs` (`tenant_id`,`created_at`);
CREATE INDEX `jobs_by_end` ON `jobs` (`finished_at`);
CREATE TABLE `job_schedules` (
	`name` text PRIMARY KEY NOT NULL,
	`last_fired_at` integer NOT NULL
);

CREATE TABLE `leases` (
	`name` text PRIMARY KEY NOT NULL,
	`owner` text NOT NULL,
	`expires_at` integer NOT NULL
);

