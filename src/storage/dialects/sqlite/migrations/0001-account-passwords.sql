ALTER TABLE `accounts` RENAME COLUMN "password_hash" TO "password";
ALTER TABLE `accounts` ADD `password_salt` text;
