CREATE TABLE `embeddings` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`provider_name` text NOT NULL,
	`model_name` text NOT NULL,
	`hash` text NOT NULL,
	`embedding` blob NOT NULL,
	`created_at` integer NOT NULL
);

CREATE UNIQUE INDEX `embeddings_by_hash` ON `embeddings` (`tenant_id`,`provider_name`,`model_name`,`hash`);
CREATE INDEX `embeddings_by_age` ON `embeddings` (`created_at`);
