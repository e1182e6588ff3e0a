CREATE TABLE `api_based_extensions` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`name` text NOT NULL,
	`api_endpoint` text NOT NULL,
	`api_key` text NOT NULL,
	`created_at` integer NOT NULL
);

CREATE UNIQUE INDEX `api_based_extensions_by_name` ON `api_based_extensions` (`tenant_id`,`name`);
