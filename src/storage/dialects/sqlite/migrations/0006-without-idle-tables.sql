DROP TABLE `workflow_pauses`;
DROP TABLE `leases`;
