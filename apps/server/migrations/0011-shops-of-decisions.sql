-- Which shop the robot's newest decisions belong to: as far back as suggestions look. Row locks only: what is decided meanwhile waits for nothing.

UPDATE decisions d SET shop_id = c.shop_id FROM conversations c
  WHERE d.at > now() - interval '15 days' AND d.shop_id IS NULL AND c.merchant_id = d.merchant_id AND c.id = d.conversation_id;
