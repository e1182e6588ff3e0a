DROP INDEX "human_input_forms_by_run";
DROP INDEX "messages_by_conversation";
DROP INDEX "message_feedbacks_by_message";
DROP INDEX "app_annotation_hit_histories_by_annotation";
CREATE INDEX "pinned_conversations_by_app" ON "pinned_conversations" USING btree ("app_id","created_by","created_by_role");
CREATE INDEX "human_input_forms_by_run" ON "human_input_forms" USING btree ("workflow_run_id","status");
CREATE INDEX "messages_by_conversation" ON "messages" USING btree ("conversation_id","app_id","created_at");
CREATE INDEX "message_feedbacks_by_message" ON "message_feedbacks" USING btree ("message_id","app_id","from_source");
CREATE INDEX "app_annotation_hit_histories_by_annotation" ON "app_annotation_hit_histories" USING btree ("annotation_id","app_id","created_at");
