-- Figures of each conversation (definition version 1 of docs/metrics.md) and alarms, both computed from the event log.

CREATE TABLE conversation_figures (
  merchant_id id NOT NULL,
  conversation_id id NOT NULL,
  definition_version int NOT NULL,
  shop_id id NOT NULL,
  consumer_id id NOT NULL,
  group_id id,
  -- The last person who served it.
  member_id id,
  -- First consumer message.
  asked_at timestamptz,
  robot_received boolean NOT NULL DEFAULT false,
  handed_over boolean NOT NULL DEFAULT false,
  requested_at timestamptz,
  assigned_at timestamptz,
  -- Sum and count of queue times, first responses and responses in this conversation.
  queue_ms bigint,
  first_response_ms bigint,
  response_ms_sum bigint NOT NULL DEFAULT 0,
  response_count int NOT NULL DEFAULT 0,
  -- Open round: first unanswered consumer message while a person holds it.
  round_since timestamptz,
  human_messages int NOT NULL DEFAULT 0,
  consumer_messages int NOT NULL DEFAULT 0,
  robot_messages int NOT NULL DEFAULT 0,
  abandoned boolean NOT NULL DEFAULT false,
  rating smallint,
  closed_at timestamptz,
  PRIMARY KEY (merchant_id, conversation_id)
);
CREATE INDEX conversation_figures_by_time ON conversation_figures (merchant_id, asked_at);

CREATE TABLE alarms (
  merchant_id id NOT NULL,
  id id NOT NULL CONSTRAINT alarms_once_per_id UNIQUE,
  shop_id id NOT NULL,
  rule text NOT NULL,
  conversation_id id,
  member_id id,
  group_id id,
  since_at timestamptz NOT NULL,
  threshold_s int NOT NULL,
  raised_at timestamptz NOT NULL DEFAULT now(),
  acknowledged_by text,
  acknowledged_at timestamptz,
  resolved_at timestamptz,
  PRIMARY KEY (merchant_id, id)
);
CREATE UNIQUE INDEX alarms_one_open ON alarms (merchant_id, rule, conversation_id) WHERE resolved_at IS NULL;
CREATE INDEX alarms_by_time ON alarms (merchant_id, raised_at DESC);
