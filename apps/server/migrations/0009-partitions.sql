-- Messages and events in partitions, so that what has grown old is dropped whole. Facts of one batch that belong to one lane share a row of the log.

-- The ten characters of time in an id (platform/ids): ids of a kind sort by the moment they were made, so a range of ids is a range of time.
CREATE FUNCTION id_time(at timestamptz) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT string_agg(substr('0123456789abcdefghjkmnpqrstvwxyz', (((floor(extract(epoch FROM at) * 1000)::bigint) >> (5 * k)) & 31)::int + 1, 1), '' ORDER BY k DESC) FROM generate_series(0, 9) AS k
$$;

-- By the conversation's id, not by the message's time: a conversation stays whole, its numbers and client ids stay unique by an index, and it is dropped whole.
ALTER TABLE messages RENAME TO messages_first;
ALTER TABLE messages_first RENAME CONSTRAINT messages_pkey TO messages_first_pkey;
ALTER INDEX messages_once_per_client_id RENAME TO messages_first_once_per_client_id;
DROP POLICY of_merchant ON messages_first;
ALTER TABLE messages_first DISABLE ROW LEVEL SECURITY;
CREATE TABLE messages (LIKE messages_first INCLUDING DEFAULTS) PARTITION BY RANGE (conversation_id);
ALTER TABLE messages ADD PRIMARY KEY (merchant_id, conversation_id, seq);
-- [CM2]
CREATE UNIQUE INDEX messages_once_per_client_id ON messages (merchant_id, conversation_id, author_id, client_id);

-- The log, by the day on which a fact was written.
ALTER TABLE events RENAME TO events_first;
ALTER TABLE events_first ALTER position DROP IDENTITY, DROP CONSTRAINT events_pkey;
DROP POLICY of_merchant ON events_first;
ALTER TABLE events_first DISABLE ROW LEVEL SECURITY;
DROP INDEX events_in_commit_order, events_but_messages;
CREATE SEQUENCE events_position;
SELECT setval('events_position', (SELECT coalesce(max(position), 0) + 1 FROM events_first), false);
CREATE TABLE events (LIKE events_first INCLUDING DEFAULTS) PARTITION BY RANGE (at);
ALTER TABLE events ALTER position SET DEFAULT nextval('events_position');
ALTER SEQUENCE events_position OWNED BY events.position;
CREATE INDEX events_in_commit_order ON events (xid, position);
-- For readers that follow everything but the flood of messages between people: `message.asked` (a consumer speaks while nobody but the house has the conversation) is here.
CREATE INDEX events_but_messages ON events (xid, position) WHERE type <> 'message.sent';
CREATE INDEX events_of_merchant ON events (merchant_id, position);

-- What is there already becomes the first partition. The next ones are made ahead by the job `keep-partitions`; the default ones only catch what it did not foresee.
DO $$
DECLARE
  month timestamptz := date_trunc('month', now(), 'UTC') + interval '1 month';
  day timestamptz := date_trunc('day', now(), 'UTC') + interval '1 day';
BEGIN
  EXECUTE format('ALTER TABLE messages ATTACH PARTITION messages_first FOR VALUES FROM (MINVALUE) TO (%L)', 'cnv_' || id_time(month));
  EXECUTE format('ALTER TABLE events ATTACH PARTITION events_first FOR VALUES FROM (MINVALUE) TO (%L)', day);
END $$;
CREATE TABLE messages_default PARTITION OF messages DEFAULT;
CREATE TABLE events_default PARTITION OF events DEFAULT;

ALTER TABLE messages ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_merchant ON messages USING (merchant_id = ANY (string_to_array(current_setting('qindesk.merchants', true), ',')));
ALTER TABLE events ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_merchant ON events USING (merchant_id = ANY (string_to_array(current_setting('qindesk.merchants', true), ',')));

-- A row with a subject is one fact; a row without one whose payload is an array holds many: [[subject, type or null for the row's, payload], …] (platform/events/facts).
CREATE FUNCTION event_subjects(subject_id text, payload jsonb) RETURNS SETOF text LANGUAGE sql IMMUTABLE AS $$
  SELECT subject_id WHERE subject_id IS NOT NULL
  UNION ALL SELECT fact->>0 FROM jsonb_array_elements(CASE WHEN jsonb_typeof(payload) = 'array' THEN payload ELSE '[]' END) AS fact
$$;

-- The log is read by transaction, which is not always the order in which facts were written: a fact older than what a row holds already shows by this.
ALTER TABLE conversation_figures ADD COLUMN applied_position bigint NOT NULL DEFAULT 0;
