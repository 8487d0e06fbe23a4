-- The robot's agenda and its decisions.

-- A consumer's messages that the robot has yet to answer as one round; a burst pushes due_at back.
CREATE TABLE bot_rounds (
  merchant_id id NOT NULL,
  conversation_id id NOT NULL,
  first_seq int NOT NULL,
  last_seq int NOT NULL,
  opened_at timestamptz NOT NULL,
  due_at timestamptz NOT NULL,
  attempts int NOT NULL DEFAULT 0,
  PRIMARY KEY (merchant_id, conversation_id)
);
CREATE INDEX bot_rounds_due ON bot_rounds (due_at);

CREATE TABLE decisions (
  merchant_id id NOT NULL,
  conversation_id id NOT NULL,
  -- The round's last message: deciding twice about one round stores one decision.
  round_seq int NOT NULL,
  id id NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  text text NOT NULL,
  outcome text NOT NULL CHECK (outcome IN ('answer', 'offer', 'ask', 'handover', 'silent')),
  question_id id,
  confidence real NOT NULL,
  candidates jsonb NOT NULL,
  reasons text[] NOT NULL,
  library_version int,
  -- The decision as it is carried out: a repeat after a crash does the same.
  detail jsonb NOT NULL,
  PRIMARY KEY (merchant_id, conversation_id, round_seq)
);

-- Trained models, so that a restart or another process does not train again. One a shop: the newest published version.
CREATE TABLE library_models (
  merchant_id id NOT NULL,
  shop_id id NOT NULL,
  version int NOT NULL,
  format text NOT NULL,
  bytes bytea NOT NULL,
  PRIMARY KEY (merchant_id, shop_id, version)
);
