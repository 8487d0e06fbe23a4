-- What people say of the robot's decisions; and the ways into the decisions of one shop.

-- Null for what was decided before: 0011 fills in the newest, in a transaction of its own that locks no table.
ALTER TABLE decisions ADD COLUMN shop_id id;
-- The shop's log, newest first.
CREATE INDEX decisions_by_shop ON decisions (merchant_id, shop_id, at DESC, id DESC);
-- What the library had no answer for: few of many, so that a busy shop's suggestions need not walk through all that was answered. The condition is written out in bot/suggest.ts once more.
CREATE INDEX decisions_missed ON decisions (merchant_id, shop_id, at DESC, id DESC)
  WHERE text <> '' AND (outcome = 'ask' AND detail->>'what' = 'rephrase' OR outcome = 'handover' AND detail->>'reason' = 'unanswered_rounds');

-- One a decision: the last word stands, with its author.
CREATE TABLE judgements (
  merchant_id id NOT NULL,
  conversation_id id NOT NULL,
  round_seq int NOT NULL,
  shop_id id NOT NULL,
  -- What the text means: a question's id, 'nothing' of the library, or 'other' than what was answered.
  means text COLLATE "C" NOT NULL,
  -- What the robot had answered; null where it did not answer: then the judgement teaches and is not counted.
  answered_id id,
  by_member_id id NOT NULL,
  by_name text NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (merchant_id, conversation_id, round_seq),
  FOREIGN KEY (merchant_id, conversation_id, round_seq) REFERENCES decisions (merchant_id, conversation_id, round_seq) ON DELETE CASCADE
);
CREATE INDEX judgements_by_shop ON judgements (merchant_id, shop_id, at DESC);
ALTER TABLE judgements ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_merchant ON judgements USING (merchant_id = ANY (string_to_array(current_setting('qindesk.merchants', true), ',')));
