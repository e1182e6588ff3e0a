DROP INDEX `conversations_by_app`;
DROP INDEX `messages_by_app`;
DROP INDEX `upload_files_by_tenant`;
DROP INDEX `tool_files_by_tenant`;
DROP INDEX `blobs_by_touch`;
DROP TABLE IF EXISTS sqlite_stat1;
DROP TABLE IF EXISTS sqlite_stat4;
