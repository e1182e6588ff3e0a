ALTER TABLE "accounts" RENAME COLUMN "password_hash" TO "password";
ALTER TABLE "accounts" ADD COLUMN "password_salt" text;
