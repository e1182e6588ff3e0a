CREATE TABLE "tenants" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"plan" text DEFAULT 'basic' NOT NULL,
	"status" text DEFAULT 'normal' NOT NULL,
	"custom_config" json,
	"created_at" bigint NOT NULL,
	"updated_at" bigint NOT NULL
);

CREATE TABLE "accounts" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"password_hash" text,
	"avatar" text,
	"interface_language" text,
	"interface_theme" text,
	"timezone" text,
	"last_login_at" bigint,
	"last_login_ip" text,
	"last_active_at" bigint,
	"status" text DEFAULT 'active' NOT NULL,
	"initialized_at" bigint,
	"created_at" bigint NOT NULL,
	"updated_at" bigint NOT NULL
);

CREATE TABLE "tenant_account_joins" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"account_id" text NOT NULL,
	"current" boolean DEFAULT false NOT NULL,
	"role" text NOT NULL,
	"invited_by" text,
	"created_at" bigint NOT NULL,
	"updated_at" bigint NOT NULL
);

CREATE TABLE "dify_setups" (
	"version" text PRIMARY KEY NOT NULL,
	"setup_at" bigint NOT NULL
);

CREATE TABLE "apps" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"name" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"mode" text NOT NULL,
	"icon_type" text,
	"icon" text,
	"icon_background" text,
	"use_icon_as_answer_icon" boolean DEFAULT false NOT NULL,
	"app_model_config_id" text,
	"workflow_id" text,
	"status" text DEFAULT 'normal' NOT NULL,
	"enable_site" boolean DEFAULT true NOT NULL,
	"enable_api" boolean DEFAULT true NOT NULL,
	"max_active_requests" integer,
	"tracing" json,
	"created_by" text,
	"created_at" bigint NOT NULL,
	"updated_by" text,
	"updated_at" bigint NOT NULL
);

CREATE TABLE "app_model_configs" (
	"id" text PRIMARY KEY NOT NULL,
	"app_id" text NOT NULL,
	"configs" json NOT NULL,
	"created_by" text,
	"created_at" bigint NOT NULL,
	"updated_by" text,
	"updated_at" bigint NOT NULL
);

CREATE TABLE "sites" (
	"id" text PRIMARY KEY NOT NULL,
	"app_id" text NOT NULL,
	"code" text NOT NULL,
	"title" text NOT NULL,
	"icon_type" text,
	"icon" text,
	"icon_background" text,
	"description" text,
	"default_language" text DEFAULT 'en-US' NOT NULL,
	"chat_color_theme" text,
	"chat_color_theme_inverted" boolean DEFAULT false NOT NULL,
	"copyright" text,
	"privacy_policy" text,
	"custom_disclaimer" text DEFAULT '' NOT NULL,
	"customize_domain" text,
	"customize_token_strategy" text DEFAULT 'not_allow' NOT NULL,
	"prompt_public" boolean DEFAULT false NOT NULL,
	"show_workflow_steps" boolean DEFAULT true NOT NULL,
	"use_icon_as_answer_icon" boolean DEFAULT false NOT NULL,
	"status" text DEFAULT 'normal' NOT NULL,
	"created_by" text,
	"created_at" bigint NOT NULL,
	"updated_by" text,
	"updated_at" bigint NOT NULL
);

CREATE TABLE "api_tokens" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"app_id" text,
	"type" text NOT NULL,
	"token_hash" text NOT NULL,
	"encrypted_token" text NOT NULL,
	"last_used_at" bigint,
	"created_at" bigint NOT NULL
);

CREATE TABLE "installed_apps" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"app_id" text NOT NULL,
	"app_owner_tenant_id" text NOT NULL,
	"position" integer DEFAULT 0 NOT NULL,
	"is_pinned" boolean DEFAULT false NOT NULL,
	"last_used_at" bigint,
	"created_at" bigint NOT NULL
);

CREATE TABLE "tags" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"type" text NOT NULL,
	"name" text NOT NULL,
	"created_by" text,
	"created_at" bigint NOT NULL
);

CREATE TABLE "tag_bindings" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"tag_id" text NOT NULL,
	"target_id" text NOT NULL,
	"created_by" text,
	"created_at" bigint NOT NULL
);

CREATE TABLE "app_dsl_pending_imports" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"content" text NOT NULL,
	"options" json NOT NULL,
	"created_by" text,
	"created_at" bigint NOT NULL,
	"expires_at" bigint NOT NULL
);

CREATE TABLE "workflows" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"app_id" text NOT NULL,
	"type" text NOT NULL,
	"version" text NOT NULL,
	"graph" json NOT NULL,
	"features" json NOT NULL,
	"environment_variables" json NOT NULL,
	"conversation_variables" json NOT NULL,
	"rag_pipeline_variables" json NOT NULL,
	"marked_name" text DEFAULT '' NOT NULL,
	"marked_comment" text DEFAULT '' NOT NULL,
	"created_by" text,
	"created_at" bigint NOT NULL,
	"updated_by" text,
	"updated_at" bigint NOT NULL
);

CREATE TABLE "workflow_runs" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"app_id" text NOT NULL,
	"workflow_id" text NOT NULL,
	"type" text NOT NULL,
	"triggered_from" text NOT NULL,
	"version" text NOT NULL,
	"task_id" text,
	"inputs" json,
	"status" text NOT NULL,
	"outputs" json,
	"error" text,
	"elapsed_time" double precision DEFAULT 0 NOT NULL,
	"total_tokens" integer DEFAULT 0 NOT NULL,
	"total_steps" integer DEFAULT 0 NOT NULL,
	"exceptions_count" integer DEFAULT 0 NOT NULL,
	"created_by_role" text NOT NULL,
	"created_by" text NOT NULL,
	"created_at" bigint NOT NULL,
	"finished_at" bigint,
	"lease_owner" text,
	"lease_expires_at" bigint,
	"stop_requested_at" bigint
);

CREATE TABLE "workflow_node_executions" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"app_id" text NOT NULL,
	"workflow_id" text NOT NULL,
	"triggered_from" text DEFAULT 'workflow-run' NOT NULL,
	"workflow_run_id" text,
	"index" integer NOT NULL,
	"predecessor_node_id" text,
	"node_id" text NOT NULL,
	"node_type" text NOT NULL,
	"title" text NOT NULL,
	"inputs" json,
	"process_data" json,
	"outputs" json,
	"status" text NOT NULL,
	"error" text,
	"elapsed_time" double precision DEFAULT 0 NOT NULL,
	"execution_metadata" json,
	"created_by_role" text NOT NULL,
	"created_by" text NOT NULL,
	"created_at" bigint NOT NULL,
	"finished_at" bigint
);

CREATE TABLE "run_events" (
	"run_id" text NOT NULL,
	"sequence" integer NOT NULL,
	"count" integer NOT NULL,
	"lines" text,
	"created_at" bigint NOT NULL,
	CONSTRAINT "run_events_run_id_sequence_pk" PRIMARY KEY("run_id","sequence")
);

CREATE TABLE "workflow_app_logs" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"app_id" text NOT NULL,
	"workflow_id" text NOT NULL,
	"workflow_run_id" text NOT NULL,
	"created_from" text NOT NULL,
	"created_by_role" text NOT NULL,
	"created_by" text NOT NULL,
	"created_at" bigint NOT NULL
);

CREATE TABLE "workflow_pauses" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"app_id" text NOT NULL,
	"workflow_run_id" text NOT NULL,
	"reasons" json NOT NULL,
	"state" json,
	"created_at" bigint NOT NULL,
	"resumed_at" bigint
);

CREATE TABLE "human_input_forms" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"app_id" text NOT NULL,
	"workflow_run_id" text NOT NULL,
	"node_id" text NOT NULL,
	"node_title" text NOT NULL,
	"token" text NOT NULL,
	"form_definition" json NOT NULL,
	"rendered_content" text NOT NULL,
	"status" text DEFAULT 'waiting' NOT NULL,
	"selected_action_id" text,
	"submitted_data" json,
	"submitted_by" text,
	"submitted_at" bigint,
	"expiration_time" bigint NOT NULL,
	"created_at" bigint NOT NULL
);

CREATE TABLE "end_users" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"app_id" text NOT NULL,
	"type" text NOT NULL,
	"external_user_id" text,
	"name" text,
	"is_anonymous" boolean DEFAULT true NOT NULL,
	"session_id" text NOT NULL,
	"created_at" bigint NOT NULL,
	"updated_at" bigint NOT NULL
);

CREATE TABLE "conversations" (
	"id" text PRIMARY KEY NOT NULL,
	"app_id" text NOT NULL,
	"app_model_config_id" text,
	"override_model_configs" json,
	"mode" text NOT NULL,
	"name" text DEFAULT '' NOT NULL,
	"summary" text,
	"inputs" json NOT NULL,
	"introduction" text,
	"system_instruction" text,
	"status" text DEFAULT 'normal' NOT NULL,
	"invoke_from" text,
	"from_source" text NOT NULL,
	"from_end_user_id" text,
	"from_account_id" text,
	"read_at" bigint,
	"read_account_id" text,
	"dialogue_count" integer DEFAULT 0 NOT NULL,
	"created_at" bigint NOT NULL,
	"updated_at" bigint NOT NULL
);

CREATE TABLE "workflow_conversation_variables" (
	"id" text NOT NULL,
	"conversation_id" text NOT NULL,
	"app_id" text NOT NULL,
	"name" text NOT NULL,
	"value_type" text NOT NULL,
	"value" json NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"created_at" bigint NOT NULL,
	"updated_at" bigint NOT NULL,
	CONSTRAINT "workflow_conversation_variables_conversation_id_id_pk" PRIMARY KEY("conversation_id","id")
);

CREATE TABLE "pinned_conversations" (
	"id" text PRIMARY KEY NOT NULL,
	"app_id" text NOT NULL,
	"conversation_id" text NOT NULL,
	"created_by_role" text NOT NULL,
	"created_by" text NOT NULL,
	"created_at" bigint NOT NULL
);

CREATE TABLE "messages" (
	"id" text PRIMARY KEY NOT NULL,
	"app_id" text NOT NULL,
	"conversation_id" text NOT NULL,
	"model_provider" text,
	"model_id" text,
	"override_model_configs" json,
	"inputs" json NOT NULL,
	"query" text NOT NULL,
	"message" json,
	"message_tokens" integer DEFAULT 0 NOT NULL,
	"message_unit_price" numeric DEFAULT '0' NOT NULL,
	"message_price_unit" numeric DEFAULT '0.001' NOT NULL,
	"answer" text DEFAULT '' NOT NULL,
	"answer_tokens" integer DEFAULT 0 NOT NULL,
	"answer_unit_price" numeric DEFAULT '0' NOT NULL,
	"answer_price_unit" numeric DEFAULT '0.001' NOT NULL,
	"total_price" numeric,
	"currency" text DEFAULT 'USD' NOT NULL,
	"provider_response_latency" double precision DEFAULT 0 NOT NULL,
	"parent_message_id" text,
	"status" text DEFAULT 'normal' NOT NULL,
	"error" text,
	"message_metadata" json,
	"invoke_from" text,
	"from_source" text NOT NULL,
	"from_end_user_id" text,
	"from_account_id" text,
	"agent_based" boolean DEFAULT false NOT NULL,
	"workflow_run_id" text,
	"created_at" bigint NOT NULL,
	"updated_at" bigint NOT NULL
);

CREATE TABLE "message_feedbacks" (
	"id" text PRIMARY KEY NOT NULL,
	"app_id" text NOT NULL,
	"conversation_id" text NOT NULL,
	"message_id" text NOT NULL,
	"rating" text NOT NULL,
	"content" text,
	"from_source" text NOT NULL,
	"from_end_user_id" text,
	"from_account_id" text,
	"created_at" bigint NOT NULL,
	"updated_at" bigint NOT NULL
);

CREATE TABLE "message_files" (
	"id" text PRIMARY KEY NOT NULL,
	"app_id" text NOT NULL,
	"message_id" text NOT NULL,
	"type" text NOT NULL,
	"transfer_method" text NOT NULL,
	"url" text,
	"belongs_to" text NOT NULL,
	"upload_file_id" text,
	"created_by_role" text NOT NULL,
	"created_by" text NOT NULL,
	"created_at" bigint NOT NULL
);

CREATE TABLE "message_agent_thoughts" (
	"id" text PRIMARY KEY NOT NULL,
	"app_id" text NOT NULL,
	"message_id" text NOT NULL,
	"message_chain_id" text,
	"position" integer NOT NULL,
	"thought" text,
	"tool" text,
	"tool_labels_str" json NOT NULL,
	"tool_meta_str" json NOT NULL,
	"tool_input" text,
	"observation" text,
	"message" text,
	"message_files" json NOT NULL,
	"answer" text,
	"tokens" integer,
	"total_price" numeric,
	"currency" text,
	"latency" double precision,
	"created_by_role" text NOT NULL,
	"created_by" text NOT NULL,
	"created_at" bigint NOT NULL
);

CREATE TABLE "saved_messages" (
	"id" text PRIMARY KEY NOT NULL,
	"app_id" text NOT NULL,
	"message_id" text NOT NULL,
	"created_by_role" text NOT NULL,
	"created_by" text NOT NULL,
	"created_at" bigint NOT NULL
);

CREATE TABLE "message_annotations" (
	"id" text PRIMARY KEY NOT NULL,
	"app_id" text NOT NULL,
	"conversation_id" text,
	"message_id" text,
	"question" text NOT NULL,
	"content" text NOT NULL,
	"hit_count" integer DEFAULT 0 NOT NULL,
	"account_id" text,
	"created_at" bigint NOT NULL,
	"updated_at" bigint NOT NULL
);

CREATE TABLE "app_annotation_settings" (
	"id" text PRIMARY KEY NOT NULL,
	"app_id" text NOT NULL,
	"score_threshold" double precision NOT NULL,
	"embedding_provider_name" text NOT NULL,
	"embedding_model_name" text NOT NULL,
	"created_user_id" text,
	"created_at" bigint NOT NULL,
	"updated_at" bigint NOT NULL
);

CREATE TABLE "app_annotation_hit_histories" (
	"id" text PRIMARY KEY NOT NULL,
	"app_id" text NOT NULL,
	"annotation_id" text NOT NULL,
	"source" text NOT NULL,
	"question" text NOT NULL,
	"annotation_question" text NOT NULL,
	"annotation_content" text NOT NULL,
	"score" double precision NOT NULL,
	"message_id" text,
	"account_id" text,
	"created_at" bigint NOT NULL
);

CREATE TABLE "upload_files" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"name" text NOT NULL,
	"size" integer NOT NULL,
	"extension" text NOT NULL,
	"mime_type" text NOT NULL,
	"hash" text NOT NULL,
	"source_url" text DEFAULT '' NOT NULL,
	"created_by_role" text NOT NULL,
	"created_by" text NOT NULL,
	"created_at" bigint NOT NULL,
	"used_at" bigint
);

CREATE TABLE "tool_files" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"user_id" text NOT NULL,
	"conversation_id" text,
	"file_key" text NOT NULL,
	"name" text NOT NULL,
	"mimetype" text NOT NULL,
	"original_url" text,
	"size" integer NOT NULL,
	"created_at" bigint NOT NULL
);

CREATE TABLE "blobs" (
	"hash" text PRIMARY KEY NOT NULL,
	"size" integer NOT NULL,
	"created_at" bigint NOT NULL,
	"touched_at" bigint NOT NULL
);

CREATE TABLE "payload_blobs" (
	"holder_id" text NOT NULL,
	"place" text NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "payload_blobs_holder_id_place_pk" PRIMARY KEY("holder_id","place")
);

CREATE TABLE "providers" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"provider_name" text NOT NULL,
	"is_valid" boolean DEFAULT false NOT NULL,
	"credential_id" text,
	"last_used" bigint,
	"created_at" bigint NOT NULL,
	"updated_at" bigint NOT NULL
);

CREATE TABLE "provider_credentials" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"provider_name" text NOT NULL,
	"credential_name" text NOT NULL,
	"encrypted_config" text NOT NULL,
	"user_id" text,
	"created_at" bigint NOT NULL,
	"updated_at" bigint NOT NULL
);

CREATE TABLE "provider_models" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"provider_name" text NOT NULL,
	"model_name" text NOT NULL,
	"model_type" text NOT NULL,
	"credential_id" text,
	"is_valid" boolean DEFAULT false NOT NULL,
	"created_at" bigint NOT NULL,
	"updated_at" bigint NOT NULL
);

CREATE TABLE "provider_model_credentials" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"provider_name" text NOT NULL,
	"model_name" text NOT NULL,
	"model_type" text NOT NULL,
	"credential_name" text NOT NULL,
	"encrypted_config" text NOT NULL,
	"user_id" text,
	"created_at" bigint NOT NULL,
	"updated_at" bigint NOT NULL
);

CREATE TABLE "provider_model_settings" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"provider_name" text NOT NULL,
	"model_name" text NOT NULL,
	"model_type" text NOT NULL,
	"enabled" boolean DEFAULT true NOT NULL,
	"created_at" bigint NOT NULL,
	"updated_at" bigint NOT NULL
);

CREATE TABLE "tenant_default_models" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"model_type" text NOT NULL,
	"provider_name" text NOT NULL,
	"model_name" text NOT NULL,
	"created_at" bigint NOT NULL,
	"updated_at" bigint NOT NULL
);

CREATE TABLE "jobs" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"payload" json NOT NULL,
	"tenant_id" text,
	"caller" json,
	"status" text NOT NULL,
	"priority" integer DEFAULT 0 NOT NULL,
	"run_at" bigint NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"max_attempts" integer NOT NULL,
	"dedupe_key" text,
	"lease_owner" text,
	"lease_expires_at" bigint,
	"last_error" text,
	"created_at" bigint NOT NULL,
	"started_at" bigint,
	"finished_at" bigint
);

CREATE TABLE "job_schedules" (
	"name" text PRIMARY KEY NOT NULL,
	"last_fired_at" bigint NOT NULL
);

CREATE TABLE "leases" (
	"name" text PRIMARY KEY NOT NULL,
	"owner" text NOT NULL,
	"expires_at" bigint NOT NULL
);

ALTER TABLE "tenant_account_joins" ADD CONSTRAINT "tenant_account_joins_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "tenant_account_joins" ADD CONSTRAINT "tenant_account_joins_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "app_model_configs" ADD CONSTRAINT "app_model_configs_app_id_apps_id_fk" FOREIGN KEY ("app_id") REFERENCES "public"."apps"("id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "sites" ADD CONSTRAINT "sites_app_id_apps_id_fk" FOREIGN KEY ("app_id") REFERENCES "public"."apps"("id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "api_tokens" ADD CONSTRAINT "api_tokens_app_id_apps_id_fk" FOREIGN KEY ("app_id") REFERENCES "public"."apps"("id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "installed_apps" ADD CONSTRAINT "installed_apps_app_id_apps_id_fk" FOREIGN KEY ("app_id") REFERENCES "public"."apps"("id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "tag_bindings" ADD CONSTRAINT "tag_bindings_tag_id_tags_id_fk" FOREIGN KEY ("tag_id") REFERENCES "public"."tags"("id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "workflows" ADD CONSTRAINT "workflows_app_id_apps_id_fk" FOREIGN KEY ("app_id") REFERENCES "public"."apps"("id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "workflow_node_executions" ADD CONSTRAINT "workflow_node_executions_workflow_run_id_workflow_runs_id_fk" FOREIGN KEY ("workflow_run_id") REFERENCES "public"."workflow_runs"("id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "run_events" ADD CONSTRAINT "run_events_run_id_workflow_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."workflow_runs"("id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "workflow_app_logs" ADD CONSTRAINT "workflow_app_logs_workflow_run_id_workflow_runs_id_fk" FOREIGN KEY ("workflow_run_id") REFERENCES "public"."workflow_runs"("id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "workflow_pauses" ADD CONSTRAINT "workflow_pauses_workflow_run_id_workflow_runs_id_fk" FOREIGN KEY ("workflow_run_id") REFERENCES "public"."workflow_runs"("id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "human_input_forms" ADD CONSTRAINT "human_input_forms_workflow_run_id_workflow_runs_id_fk" FOREIGN KEY ("workflow_run_id") REFERENCES "public"."workflow_runs"("id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "workflow_conversation_variables" ADD CONSTRAINT "workflow_conversation_variables_conversation_id_conversations_id_fk" FOREIGN KEY ("conversation_id") REFERENCES "public"."conversations"("id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "pinned_conversations" ADD CONSTRAINT "pinned_conversations_conversation_id_conversations_id_fk" FOREIGN KEY ("conversation_id") REFERENCES "public"."conversations"("id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "messages" ADD CONSTRAINT "messages_conversation_id_conversations_id_fk" FOREIGN KEY ("conversation_id") REFERENCES "public"."conversations"("id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "message_feedbacks" ADD CONSTRAINT "message_feedbacks_message_id_messages_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."messages"("id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "message_files" ADD CONSTRAINT "message_files_message_id_messages_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."messages"("id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "message_agent_thoughts" ADD CONSTRAINT "message_agent_thoughts_message_id_messages_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."messages"("id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "saved_messages" ADD CONSTRAINT "saved_messages_message_id_messages_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."messages"("id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "message_annotations" ADD CONSTRAINT "message_annotations_app_id_apps_id_fk" FOREIGN KEY ("app_id") REFERENCES "public"."apps"("id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "app_annotation_settings" ADD CONSTRAINT "app_annotation_settings_app_id_apps_id_fk" FOREIGN KEY ("app_id") REFERENCES "public"."apps"("id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "app_annotation_hit_histories" ADD CONSTRAINT "app_annotation_hit_histories_app_id_apps_id_fk" FOREIGN KEY ("app_id") REFERENCES "public"."apps"("id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "app_annotation_hit_histories" ADD CONSTRAINT "app_annotation_hit_histories_annotation_id_message_annotations_id_fk" FOREIGN KEY ("annotation_id") REFERENCES "public"."message_annotations"("id") ON DELETE cascade ON UPDATE no action;
CREATE UNIQUE INDEX "accounts_by_email" ON "accounts" USING btree ("email");
CREATE UNIQUE INDEX "tenant_account_joins_by_tenant" ON "tenant_account_joins" USING btree ("tenant_id","account_id");
CREATE INDEX "tenant_account_joins_by_account" ON "tenant_account_joins" USING btree ("account_id");
CREATE INDEX "apps_by_tenant" ON "apps" USING btree ("tenant_id","created_at");
CREATE INDEX "app_model_configs_by_app" ON "app_model_configs" USING btree ("app_id");
CREATE UNIQUE INDEX "sites_by_app" ON "sites" USING btree ("app_id");
CREATE UNIQUE INDEX "sites_by_code" ON "sites" USING btree ("code");
CREATE UNIQUE INDEX "api_tokens_by_hash" ON "api_tokens" USING btree ("token_hash");
CREATE INDEX "api_tokens_by_tenant" ON "api_tokens" USING btree ("tenant_id","type");
CREATE INDEX "api_tokens_by_app" ON "api_tokens" USING btree ("app_id");
CREATE UNIQUE INDEX "installed_apps_by_tenant" ON "installed_apps" USING btree ("tenant_id","app_id");
CREATE INDEX "installed_apps_by_app" ON "installed_apps" USING btree ("app_id");
CREATE INDEX "tags_by_tenant" ON "tags" USING btree ("tenant_id","type","name");
CREATE UNIQUE INDEX "tag_bindings_by_target" ON "tag_bindings" USING btree ("target_id","tag_id");
CREATE INDEX "tag_bindings_by_tag" ON "tag_bindings" USING btree ("tag_id");
CREATE INDEX "app_dsl_pending_imports_by_expiry" ON "app_dsl_pending_imports" USING btree ("expires_at");
CREATE UNIQUE INDEX "workflows_by_version" ON "workflows" USING btree ("app_id","version");
CREATE INDEX "workflow_runs_by_app" ON "workflow_runs" USING btree ("app_id","created_at");
CREATE INDEX "workflow_runs_by_age" ON "workflow_runs" USING btree ("created_at");
CREATE INDEX "workflow_runs_unfinished" ON "workflow_runs" USING btree ("lease_expires_at") WHERE "workflow_runs"."status" in ('scheduled', 'running', 'paused');
CREATE INDEX "workflow_runs_by_task" ON "workflow_runs" USING btree ("task_id") WHERE "workflow_runs"."status" in ('scheduled', 'running', 'paused');
CREATE INDEX "workflow_node_executions_by_run" ON "workflow_node_executions" USING btree ("workflow_run_id");
CREATE INDEX "workflow_app_logs_by_app" ON "workflow_app_logs" USING btree ("app_id","created_at");
CREATE INDEX "workflow_app_logs_by_run" ON "workflow_app_logs" USING btree ("workflow_run_id");
CREATE INDEX "workflow_pauses_by_run" ON "workflow_pauses" USING btree ("workflow_run_id");
CREATE UNIQUE INDEX "human_input_forms_by_token" ON "human_input_forms" USING btree ("token");
CREATE INDEX "human_input_forms_by_run" ON "human_input_forms" USING btree ("workflow_run_id");
CREATE INDEX "human_input_forms_by_expiry" ON "human_input_forms" USING btree ("status","expiration_time");
CREATE UNIQUE INDEX "end_users_by_session" ON "end_users" USING btree ("app_id","session_id","type");
CREATE INDEX "conversations_by_end_user" ON "conversations" USING btree ("app_id","from_end_user_id","updated_at");
CREATE INDEX "conversations_by_account" ON "conversations" USING btree ("app_id","from_account_id","updated_at");
CREATE INDEX "conversations_by_app" ON "conversations" USING btree ("app_id","created_at");
CREATE UNIQUE INDEX "pinned_conversations_by_owner" ON "pinned_conversations" USING btree ("conversation_id","created_by","created_by_role");
CREATE INDEX "messages_by_conversation" ON "messages" USING btree ("conversation_id","created_at");
CREATE INDEX "messages_by_app" ON "messages" USING btree ("app_id","created_at");
CREATE INDEX "messages_by_run" ON "messages" USING btree ("workflow_run_id");
CREATE INDEX "message_feedbacks_by_message" ON "message_feedbacks" USING btree ("message_id","from_source");
CREATE INDEX "message_feedbacks_by_app" ON "message_feedbacks" USING btree ("app_id","created_at");
CREATE INDEX "message_files_by_message" ON "message_files" USING btree ("message_id");
CREATE INDEX "message_files_by_file" ON "message_files" USING btree ("upload_file_id","app_id");
CREATE UNIQUE INDEX "message_agent_thoughts_by_message" ON "message_agent_thoughts" USING btree ("message_id","position");
CREATE UNIQUE INDEX "saved_messages_by_message" ON "saved_messages" USING btree ("message_id","created_by","created_by_role");
CREATE INDEX "saved_messages_by_owner" ON "saved_messages" USING btree ("app_id","created_by","created_at");
CREATE INDEX "message_annotations_by_app" ON "message_annotations" USING btree ("app_id","created_at");
CREATE INDEX "message_annotations_by_message" ON "message_annotations" USING btree ("message_id");
CREATE UNIQUE INDEX "app_annotation_settings_by_app" ON "app_annotation_settings" USING btree ("app_id");
CREATE INDEX "app_annotation_hit_histories_by_annotation" ON "app_annotation_hit_histories" USING btree ("annotation_id","created_at");
CREATE INDEX "app_annotation_hit_histories_by_message" ON "app_annotation_hit_histories" USING btree ("message_id");
CREATE INDEX "app_annotation_hit_histories_by_app" ON "app_annotation_hit_histories" USING btree ("app_id");
CREATE INDEX "upload_files_by_tenant" ON "upload_files" USING btree ("tenant_id","created_at");
CREATE INDEX "upload_files_by_blob" ON "upload_files" USING btree ("hash");
CREATE INDEX "tool_files_by_conversation" ON "tool_files" USING btree ("conversation_id");
CREATE INDEX "tool_files_by_tenant" ON "tool_files" USING btree ("tenant_id","created_at");
CREATE INDEX "tool_files_by_blob" ON "tool_files" USING btree ("file_key");
CREATE INDEX "blobs_by_touch" ON "blobs" USING btree ("touched_at");
CREATE INDEX "payload_blobs_by_hash" ON "payload_blobs" USING btree ("hash");
CREATE UNIQUE INDEX "providers_by_name" ON "providers" USING btree ("tenant_id","provider_name");
CREATE INDEX "provider_credentials_by_name" ON "provider_credentials" USING btree ("tenant_id","provider_name");
CREATE UNIQUE INDEX "provider_models_by_name" ON "provider_models" USING btree ("tenant_id","provider_name","model_name","model_type");
CREATE INDEX "provider_model_credentials_by_model" ON "provider_model_credentials" USING btree ("tenant_id","provider_name","model_name","model_type");
CREATE UNIQUE INDEX "provider_model_settings_by_model" ON "provider_model_settings" USING btree ("tenant_id","provider_name","model_name","model_type");
CREATE UNIQUE INDEX "tenant_default_models_by_type" ON "tenant_default_models" USING btree ("tenant_id","model_type");
CREATE INDEX "jobs_by_readiness" ON "jobs" USING btree ("status","name","run_at");
CREATE UNIQUE INDEX "jobs_by_dedupe_key" ON "jobs" USING btree ("dedupe_key");
CREATE INDEX "jobs_by_tenant" ON "jobs" USING btree ("tenant_id","created_at");
CREATE INDEX "jobs_by_end" ON "jobs" USING btree ("finished_at");
