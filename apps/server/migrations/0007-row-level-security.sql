-- Stands behind the code's own access checks. Request paths run as qindesk_tenant with qindesk.merchants set to the merchants of the caller's
-- grants; the owner of the tables (workers, group commit, relay) is not bound by it. Tables without merchant_id are not reachable for it to write.

DO $$
DECLARE t record;
BEGIN
  FOR t IN SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
           JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'merchant_id'
           WHERE c.relkind IN ('r', 'p') AND n.nspname = current_schema() AND c.relname <> 'contracts'
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t.relname);
    EXECUTE format('CREATE POLICY of_merchant ON %I USING (merchant_id = ANY (string_to_array(current_setting(''qindesk.merchants'', true), '','')))', t.relname);
  END LOOP;
END $$;

-- What an agent holds over all merchants [RT1]: a merchant's supervisor must count it without seeing it, so the function looks as the owner.
CREATE FUNCTION agent_load(agent text) RETURNS int LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ SELECT count(*)::int FROM conversations WHERE assignee_id = agent AND state = 'assigned' $$;
