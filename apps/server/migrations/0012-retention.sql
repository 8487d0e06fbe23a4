-- What is kept for how long, and storage for the way in which each table is written. The partitions made by `keep-partitions` get the same parameters (platform/partitions).

-- Append only: vacuum comes by the number of rows added, freezes what it sees, and never sees it again.
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['events_first', 'events_default'] LOOP
    EXECUTE format('ALTER TABLE %I SET (autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 500000, autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 500000, autovacuum_freeze_min_age = 0)', t);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['messages_first', 'messages_default'] LOOP
    EXECUTE format('ALTER TABLE %I SET (autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 2000000, autovacuum_analyze_scale_factor = 0.02, autovacuum_vacuum_scale_factor = 0.1, autovacuum_freeze_min_age = 0)', t);
  END LOOP;
END $$;

-- Rows that are counted up again and again: room on the page for the next version, so that no index is touched (measured for figures: 94 of 100 updates without it, all with it), and
-- vacuum often and little instead of seldom and long.
ALTER TABLE conversations SET (autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);
ALTER TABLE conversation_figures SET (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);
-- Small tables through which much passes: their size says nothing, what passed does.
ALTER TABLE event_cursors SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
ALTER TABLE processes SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
ALTER TABLE bot_rounds SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_insert_threshold = -1);
ALTER TABLE queue_entries SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_insert_threshold = -1);

-- The way of the job `erase-expired` to what a shop need not keep any longer.
CREATE INDEX conversations_closed ON conversations (merchant_id, shop_id, closed_at) WHERE state = 'closed';

-- Set in the transaction that erases the last message that shows the file; the bytes go after it, and then the row: killed in between, the next round goes on.
ALTER TABLE files ADD COLUMN erased_at timestamptz;
CREATE INDEX files_erased ON files (erased_at) WHERE erased_at IS NOT NULL;
