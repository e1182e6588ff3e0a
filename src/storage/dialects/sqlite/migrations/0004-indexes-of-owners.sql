DROP INDEX `human_input_forms_by_run`;
CREATE INDEX `human_input_forms_by_run` ON `human_input_forms` (`workflow_run_id`,`status`);
DROP INDEX `messages_by_conversation`;
CREATE INDEX `messages_by_conversation` ON `messages` (`conversation_id`,`app_id`,`created_at`);
DROP INDEX `message_feedbacks_by_message`;
CREATE INDEX `message_feedbacks_by_message` ON `message_feedbacks` (`message_id`,`app_id`,`from_source`);
DROP INDEX `app_annotation_hit_histories_by_annotation`;
CREATE INDEX `app_annotation_hit_histories_by_annotation` ON `app_annotation_hit_histories` (`annotation_id`,`app_id`,`created_at`);
CREATE INDEX `pinned_conversations_by_app` ON `pinned_conversations` (`app_id`,`created_by`,`created_by_role`);
