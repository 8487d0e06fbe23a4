-- Who serves which group, how much an agent holds, who waits.

CREATE TABLE group_members (
  merchant_id id NOT NULL,
  group_id id NOT NULL,
  member_id id NOT NULL REFERENCES members,
  -- Set where the member serves through a contract; the row is without force outside the contract's time.
  contract_id id REFERENCES contracts,
  PRIMARY KEY (merchant_id, group_id, member_id),
  FOREIGN KEY (merchant_id, group_id) REFERENCES groups (merchant_id, id)
);
CREATE INDEX group_members_by_member ON group_members (member_id);

-- One row an agent, over all merchants: capacity belongs to the person [RT1]. What they hold is counted from the conversations under a lock of this row, so
-- no counter can drift.
CREATE TABLE agents (
  member_id id PRIMARY KEY REFERENCES members,
  state text NOT NULL DEFAULT 'offline' CHECK (state IN ('online', 'busy', 'break', 'away', 'offline')),
  since timestamptz NOT NULL DEFAULT now(),
  capacity int NOT NULL DEFAULT 5 CHECK (capacity >= 0),
  idle_since timestamptz NOT NULL DEFAULT now(),
  -- Renewed while one of the member's sockets lives [RT4].
  seen_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE presence_moves (
  member_id id NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  state text NOT NULL,
  by_name text NOT NULL,
  PRIMARY KEY (member_id, at)
);

CREATE TABLE queue_entries (
  merchant_id id NOT NULL,
  conversation_id id NOT NULL,
  group_id id NOT NULL,
  -- Higher goes first; then waiting time [RT2].
  priority int NOT NULL DEFAULT 0,
  queued_at timestamptz NOT NULL,
  -- Sticky: the agent who served this consumer last.
  preferred_member_id id,
  -- The one who just lost it by silence or disconnection: not given back at once [RT4].
  excluded_member_id id,
  PRIMARY KEY (merchant_id, conversation_id),
  FOREIGN KEY (merchant_id, conversation_id) REFERENCES conversations (merchant_id, id)
);
CREATE INDEX queue_entries_in_order ON queue_entries (merchant_id, group_id, priority DESC, queued_at);
