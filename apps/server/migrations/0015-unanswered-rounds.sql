-- How many rounds of a conversation went unanswered is asked with every round: of these alone, not of all that were decided in it.

CREATE INDEX decisions_unanswered ON decisions (merchant_id, conversation_id, round_seq) WHERE outcome = 'ask';
