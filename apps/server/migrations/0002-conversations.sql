-- Consumers, conversations, messages, and the event log that everything else reads.

CREATE TABLE consumers (
  merchant_id id NOT NULL,
  id id NOT NULL,
  shop_id id NOT NULL,
  -- The shop's own name for the person, from its JWT; null for an anonymous one.
  external_id text,
  name text NOT NULL,
  phone text,
  device text,
  language text NOT NULL DEFAULT 'zh',
  first_seen_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (merchant_id, id),
  FOREIGN KEY (merchant_id, shop_id) REFERENCES shops (merchant_id, id)
);
CREATE UNIQUE INDEX consumers_once_per_external_id ON consumers (merchant_id, shop_id, external_id) WHERE external_id IS NOT NULL;

CREATE TABLE consumer_sessions (
  merchant_id id NOT NULL,
  -- SHA-256 of the token that the widget keeps.
  token_hash bytea NOT NULL CONSTRAINT consumer_sessions_once_per_token UNIQUE,
  consumer_id id NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  last_used_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (merchant_id, token_hash)
);

-- The row is the cache of the last move (conversation_moves) and the holder of the counters; both are written in one transaction.
CREATE TABLE conversations (
  merchant_id id NOT NULL,
  id id NOT NULL,
  shop_id id NOT NULL,
  consumer_id id NOT NULL,
  state text NOT NULL CHECK (state IN ('bot', 'waiting', 'queued', 'assigned', 'closed')),
  group_id id,
  assignee_id id,
  -- Who served it last: keeps a closed one in that agent's list, and makes the agent sticky.
  last_assignee_id id,
  last_seq int NOT NULL DEFAULT 0,
  -- Grows with every change; a view with a smaller one is old.
  revision int NOT NULL DEFAULT 0,
  preview text NOT NULL DEFAULT '',
  started_at timestamptz NOT NULL DEFAULT now(),
  last_message_at timestamptz,
  queued_at timestamptz,
  assigned_at timestamptz,
  closed_at timestamptz,
  close_reason text,
  -- First consumer message that nobody has answered.
  needs_reply_since timestamptz,
  consumer_read_seq int NOT NULL DEFAULT 0,
  staff_read_seq int NOT NULL DEFAULT 0,
  rating_score smallint CHECK (rating_score BETWEEN 1 AND 5),
  rating_reasons text[] NOT NULL DEFAULT '{}',
  rating_comment text,
  product_id id,
  order_id id,
  page_url text,
  PRIMARY KEY (merchant_id, id),
  CONSTRAINT assigned_has_assignee CHECK ((state = 'assigned') = (assignee_id IS NOT NULL)),
  CONSTRAINT queued_has_group CHECK (state <> 'queued' OR group_id IS NOT NULL)
) WITH (fillfactor = 70);
-- [CM4]
CREATE UNIQUE INDEX conversations_one_open_per_consumer ON conversations (merchant_id, shop_id, consumer_id) WHERE state <> 'closed';
CREATE INDEX conversations_by_consumer ON conversations (merchant_id, consumer_id, started_at DESC);
CREATE INDEX conversations_by_assignee ON conversations (assignee_id) WHERE state = 'assigned';
CREATE INDEX conversations_by_last_assignee ON conversations (merchant_id, last_assignee_id, closed_at DESC) WHERE state = 'closed';
-- No column that a message changes is in an index: the update of the counters stays within the page (HOT).
CREATE INDEX conversations_by_start ON conversations (merchant_id, started_at DESC, id DESC);
CREATE INDEX conversations_assigned ON conversations (merchant_id) WHERE state = 'assigned';
CREATE INDEX conversations_with_robot ON conversations (started_at) WHERE state = 'bot';
CREATE INDEX conversations_waiting ON conversations (merchant_id, shop_id) WHERE state = 'waiting';

-- A state is a row with author, time and reason.
CREATE TABLE conversation_moves (
  merchant_id id NOT NULL,
  conversation_id id NOT NULL,
  number int NOT NULL,
  state text NOT NULL,
  group_id id,
  assignee_id id,
  by_kind text NOT NULL CHECK (by_kind IN ('consumer', 'agent', 'robot', 'system')),
  by_id text,
  reason text NOT NULL,
  note text,
  at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (merchant_id, conversation_id, number)
);

CREATE INDEX conversation_moves_by_assignee ON conversation_moves (merchant_id, assignee_id, at) WHERE state = 'assigned';

CREATE TABLE messages (
  merchant_id id NOT NULL,
  conversation_id id NOT NULL,
  seq int NOT NULL,
  id id NOT NULL,
  author_kind text NOT NULL,
  author_id text COLLATE "C" NOT NULL,
  author_name text NOT NULL,
  client_id text COLLATE "C" NOT NULL,
  body jsonb NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, conversation_id, seq)
);
-- [CM2]
CREATE UNIQUE INDEX messages_once_per_client_id ON messages (merchant_id, conversation_id, author_id, client_id);

CREATE TABLE notes (
  merchant_id id NOT NULL,
  conversation_id id NOT NULL,
  id id NOT NULL,
  after_seq int NOT NULL,
  author_id id,
  author_name text NOT NULL,
  text text NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (merchant_id, conversation_id, id)
);

CREATE TABLE handovers (
  merchant_id id NOT NULL,
  conversation_id id NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  reason text NOT NULL,
  summary text[] NOT NULL DEFAULT '{}',
  PRIMARY KEY (merchant_id, conversation_id, at)
);

-- The log. Readers go by (xid, position) and stay below pg_snapshot_xmin(pg_current_snapshot()): a sequence alone is not in commit order.
CREATE TABLE events (
  merchant_id id NOT NULL,
  position bigint GENERATED ALWAYS AS IDENTITY,
  xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  -- The process that wrote it: it has told its own sockets already.
  origin text NOT NULL,
  lane smallint NOT NULL,
  type text NOT NULL,
  -- What it is about: a conversation, or null.
  subject_id id,
  payload jsonb NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (merchant_id, position)
);
CREATE INDEX events_in_commit_order ON events (xid, position);
-- For readers that follow everything but the flood of messages between people: `message.asked` (a consumer speaks while nobody but the house has the conversation) is here.
CREATE INDEX events_but_messages ON events (xid, position) WHERE type <> 'message.sent';

-- Which processes are alive: one that is alone need not look for what others committed.
CREATE TABLE processes (
  origin text PRIMARY KEY,
  seen_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE event_cursors (
  reader text NOT NULL,
  lane smallint NOT NULL,
  xid xid8 NOT NULL DEFAULT '0',
  position bigint NOT NULL DEFAULT 0,
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (reader, lane)
);
