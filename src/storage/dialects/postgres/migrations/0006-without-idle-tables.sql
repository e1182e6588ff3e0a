DROP TABLE "workflow_pauses" CASCADE;
DROP TABLE "leases" CASCADE;
