-- How fast a group works is read with every place that is told (routing/queue-places): its last closed conversations. Without this a group that has closed few reads the merchant's whole history.
CREATE INDEX conversations_handled ON conversations (merchant_id, group_id, closed_at DESC) INCLUDE (assigned_at) WHERE state = 'closed' AND assigned_at IS NOT NULL;
