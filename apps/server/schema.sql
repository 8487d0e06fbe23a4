-- What the migrations make, written by pg_dump. For reading: nothing runs it. Anew: UPDATE_SCHEMA=1 npx vitest run --project stories schema
CREATE DOMAIN public.id AS text COLLATE pg_catalog."C";

CREATE FUNCTION public.agent_load(agent text) RETURNS integer
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$ SELECT count(*)::int FROM conversations WHERE assignee_id = agent AND state = 'assigned' $$;

CREATE FUNCTION public.event_subjects(subject_id text, payload jsonb) RETURNS SETOF text
    LANGUAGE sql IMMUTABLE
    AS $$
  SELECT subject_id WHERE subject_id IS NOT NULL
  UNION ALL SELECT fact->>0 FROM jsonb_array_elements(CASE WHEN jsonb_typeof(payload) = 'array' THEN payload ELSE '[]' END) AS fact
$$;

CREATE FUNCTION public.id_time(at timestamp with time zone) RETURNS text
    LANGUAGE sql IMMUTABLE
    AS $$
  SELECT string_agg(substr('0123456789abcdefghjkmnpqrstvwxyz', (((floor(extract(epoch FROM at) * 1000)::bigint) >> (5 * k)) & 31)::int + 1, 1), '' ORDER BY k DESC) FROM generate_series(0, 9) AS k
$$;

CREATE TABLE public.agents (
    member_id public.id NOT NULL,
    state text DEFAULT 'offline'::text NOT NULL,
    since timestamp with time zone DEFAULT now() NOT NULL,
    capacity integer DEFAULT 5 NOT NULL,
    idle_since timestamp with time zone DEFAULT now() NOT NULL,
    seen_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT agents_capacity_check CHECK ((capacity >= 0)),
    CONSTRAINT agents_state_check CHECK ((state = ANY (ARRAY['online'::text, 'busy'::text, 'break'::text, 'away'::text, 'offline'::text])))
);

CREATE TABLE public.alarms (
    merchant_id public.id NOT NULL,
    id public.id NOT NULL,
    shop_id public.id NOT NULL,
    rule text NOT NULL,
    conversation_id public.id,
    member_id public.id,
    group_id public.id,
    since_at timestamp with time zone NOT NULL,
    threshold_s integer NOT NULL,
    raised_at timestamp with time zone DEFAULT now() NOT NULL,
    acknowledged_by text,
    acknowledged_at timestamp with time zone,
    resolved_at timestamp with time zone
);

CREATE TABLE public.audit_entries (
    merchant_id public.id NOT NULL,
    id public.id NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    member_id public.id,
    action text NOT NULL,
    subject text NOT NULL,
    detail jsonb DEFAULT '{}'::jsonb NOT NULL
);

CREATE TABLE public.auth_accounts (
    id text NOT NULL,
    "accountId" text NOT NULL,
    "providerId" text NOT NULL,
    "userId" text NOT NULL,
    "accessToken" text,
    "refreshToken" text,
    "idToken" text,
    "accessTokenExpiresAt" timestamp with time zone,
    "refreshTokenExpiresAt" timestamp with time zone,
    scope text,
    password text,
    "createdAt" timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    "updatedAt" timestamp with time zone NOT NULL
);

CREATE TABLE public.auth_sessions (
    id text NOT NULL,
    "expiresAt" timestamp with time zone NOT NULL,
    token text NOT NULL,
    "createdAt" timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    "updatedAt" timestamp with time zone NOT NULL,
    "ipAddress" text,
    "userAgent" text,
    "userId" text NOT NULL
);

CREATE TABLE public.auth_users (
    id text NOT NULL,
    name text NOT NULL,
    email text NOT NULL,
    "emailVerified" boolean NOT NULL,
    image text,
    "createdAt" timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    "updatedAt" timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL
);

CREATE TABLE public.auth_verifications (
    id text NOT NULL,
    identifier text NOT NULL,
    value text NOT NULL,
    "expiresAt" timestamp with time zone NOT NULL,
    "createdAt" timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    "updatedAt" timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL
);

CREATE TABLE public.bot_rounds (
    merchant_id public.id NOT NULL,
    conversation_id public.id NOT NULL,
    first_seq integer NOT NULL,
    last_seq integer NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone NOT NULL,
    attempts integer DEFAULT 0 NOT NULL
)
WITH (autovacuum_vacuum_scale_factor='0', autovacuum_vacuum_threshold='5000', autovacuum_vacuum_insert_threshold='-1');

CREATE TABLE public.consumer_sessions (
    merchant_id public.id NOT NULL,
    token_hash bytea NOT NULL,
    consumer_id public.id NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    last_used_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.consumers (
    merchant_id public.id NOT NULL,
    id public.id NOT NULL,
    shop_id public.id NOT NULL,
    external_id text,
    name text NOT NULL,
    phone text,
    device text,
    language text DEFAULT 'zh'::text NOT NULL,
    first_seen_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.contract_changes (
    contract_id public.id NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    by_member_id public.id,
    by_name text NOT NULL,
    what text NOT NULL,
    detail jsonb DEFAULT '{}'::jsonb NOT NULL,
    CONSTRAINT contract_changes_what_check CHECK ((what = ANY (ARRAY['proposed'::text, 'accepted'::text, 'ended'::text, 'changed'::text])))
);

CREATE TABLE public.contracts (
    id public.id NOT NULL,
    merchant_id public.id NOT NULL,
    provider_id public.id NOT NULL,
    state text NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone,
    shop_ids text[] NOT NULL,
    group_ids text[] DEFAULT '{}'::text[] NOT NULL,
    phone_visible boolean DEFAULT false NOT NULL,
    address_visible boolean DEFAULT false NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT contracts_check CHECK ((ends_at > starts_at)),
    CONSTRAINT contracts_state_check CHECK ((state = ANY (ARRAY['proposed'::text, 'accepted'::text, 'ended'::text])))
);

CREATE TABLE public.conversation_figures (
    merchant_id public.id NOT NULL,
    conversation_id public.id NOT NULL,
    definition_version integer NOT NULL,
    shop_id public.id NOT NULL,
    consumer_id public.id NOT NULL,
    group_id public.id,
    member_id public.id,
    asked_at timestamp with time zone,
    robot_received boolean DEFAULT false NOT NULL,
    handed_over boolean DEFAULT false NOT NULL,
    requested_at timestamp with time zone,
    assigned_at timestamp with time zone,
    queue_ms bigint,
    first_response_ms bigint,
    response_ms_sum bigint DEFAULT 0 NOT NULL,
    response_count integer DEFAULT 0 NOT NULL,
    round_since timestamp with time zone,
    human_messages integer DEFAULT 0 NOT NULL,
    consumer_messages integer DEFAULT 0 NOT NULL,
    robot_messages integer DEFAULT 0 NOT NULL,
    abandoned boolean DEFAULT false NOT NULL,
    rating smallint,
    closed_at timestamp with time zone,
    applied_position bigint DEFAULT 0 NOT NULL
)
WITH (fillfactor='70', autovacuum_vacuum_scale_factor='0.05', autovacuum_analyze_scale_factor='0.05');

CREATE TABLE public.conversation_moves (
    merchant_id public.id NOT NULL,
    conversation_id public.id NOT NULL,
    number integer NOT NULL,
    state text NOT NULL,
    group_id public.id,
    assignee_id public.id,
    by_kind text NOT NULL,
    by_id text,
    reason text NOT NULL,
    note text,
    at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT conversation_moves_by_kind_check CHECK ((by_kind = ANY (ARRAY['consumer'::text, 'agent'::text, 'robot'::text, 'system'::text])))
);

CREATE TABLE public.conversations (
    merchant_id public.id NOT NULL,
    id public.id NOT NULL,
    shop_id public.id NOT NULL,
    consumer_id public.id NOT NULL,
    state text NOT NULL,
    group_id public.id,
    assignee_id public.id,
    last_assignee_id public.id,
    last_seq integer DEFAULT 0 NOT NULL,
    revision integer DEFAULT 0 NOT NULL,
    preview text DEFAULT ''::text NOT NULL,
    started_at timestamp with time zone DEFAULT now() NOT NULL,
    last_message_at timestamp with time zone,
    queued_at timestamp with time zone,
    assigned_at timestamp with time zone,
    closed_at timestamp with time zone,
    close_reason text,
    needs_reply_since timestamp with time zone,
    consumer_read_seq integer DEFAULT 0 NOT NULL,
    staff_read_seq integer DEFAULT 0 NOT NULL,
    rating_score smallint,
    rating_reasons text[] DEFAULT '{}'::text[] NOT NULL,
    rating_comment text,
    product_id public.id,
    order_id public.id,
    page_url text,
    CONSTRAINT assigned_has_assignee CHECK (((state = 'assigned'::text) = (assignee_id IS NOT NULL))),
    CONSTRAINT conversations_rating_score_check CHECK (((rating_score >= 1) AND (rating_score <= 5))),
    CONSTRAINT conversations_state_check CHECK ((state = ANY (ARRAY['bot'::text, 'waiting'::text, 'queued'::text, 'assigned'::text, 'closed'::text]))),
    CONSTRAINT queued_has_group CHECK (((state <> 'queued'::text) OR (group_id IS NOT NULL)))
)
WITH (fillfactor='70', autovacuum_vacuum_scale_factor='0.05', autovacuum_analyze_scale_factor='0.05');

CREATE TABLE public.decisions (
    merchant_id public.id NOT NULL,
    conversation_id public.id NOT NULL,
    round_seq integer NOT NULL,
    id public.id NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    text text NOT NULL,
    outcome text NOT NULL,
    question_id public.id,
    confidence real NOT NULL,
    candidates jsonb NOT NULL,
    reasons text[] NOT NULL,
    library_version integer,
    detail jsonb NOT NULL,
    shop_id public.id,
    CONSTRAINT decisions_outcome_check CHECK ((outcome = ANY (ARRAY['answer'::text, 'offer'::text, 'ask'::text, 'handover'::text, 'silent'::text])))
);

CREATE TABLE public.event_cursors (
    reader text NOT NULL,
    lane smallint NOT NULL,
    xid xid8 DEFAULT '0'::xid8 NOT NULL,
    "position" bigint DEFAULT 0 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL
)
WITH (autovacuum_vacuum_scale_factor='0', autovacuum_vacuum_threshold='1000');

CREATE TABLE public.events (
    merchant_id public.id NOT NULL,
    "position" bigint NOT NULL,
    xid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    origin text NOT NULL,
    lane smallint NOT NULL,
    type text NOT NULL,
    subject_id public.id,
    payload jsonb NOT NULL,
    at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
)
PARTITION BY RANGE (at);

CREATE SEQUENCE public.events_position
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.events_position OWNED BY public.events."position";

CREATE TABLE public.events_default (
    merchant_id public.id NOT NULL,
    "position" bigint DEFAULT nextval('public.events_position'::regclass) NOT NULL,
    xid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    origin text NOT NULL,
    lane smallint NOT NULL,
    type text NOT NULL,
    subject_id public.id,
    payload jsonb NOT NULL,
    at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
)
WITH (autovacuum_vacuum_insert_scale_factor='0', autovacuum_vacuum_insert_threshold='500000', autovacuum_analyze_scale_factor='0', autovacuum_analyze_threshold='500000', autovacuum_freeze_min_age='0');

CREATE TABLE public.events_first (
    merchant_id public.id NOT NULL,
    "position" bigint DEFAULT NULL NOT NULL,
    xid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    origin text NOT NULL,
    lane smallint NOT NULL,
    type text NOT NULL,
    subject_id public.id,
    payload jsonb NOT NULL,
    at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
)
WITH (autovacuum_vacuum_insert_scale_factor='0', autovacuum_vacuum_insert_threshold='500000', autovacuum_analyze_scale_factor='0', autovacuum_analyze_threshold='500000', autovacuum_freeze_min_age='0');

CREATE TABLE public.files (
    merchant_id public.id NOT NULL,
    name text NOT NULL,
    content_type text NOT NULL,
    bytes integer NOT NULL,
    by_kind text NOT NULL,
    by_id text NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    erased_at timestamp with time zone
);

CREATE TABLE public.group_members (
    merchant_id public.id NOT NULL,
    group_id public.id NOT NULL,
    member_id public.id NOT NULL,
    contract_id public.id
);

CREATE TABLE public.groups (
    merchant_id public.id NOT NULL,
    id public.id NOT NULL,
    shop_id public.id NOT NULL,
    name text NOT NULL,
    is_default boolean DEFAULT false NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.handovers (
    merchant_id public.id NOT NULL,
    conversation_id public.id NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    reason text NOT NULL,
    summary text[] DEFAULT '{}'::text[] NOT NULL
);

CREATE TABLE public.judgements (
    merchant_id public.id NOT NULL,
    conversation_id public.id NOT NULL,
    round_seq integer NOT NULL,
    shop_id public.id NOT NULL,
    means text NOT NULL COLLATE pg_catalog."C",
    answered_id public.id,
    by_member_id public.id NOT NULL,
    by_name text NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.library_models (
    merchant_id public.id NOT NULL,
    shop_id public.id NOT NULL,
    version integer NOT NULL,
    format text NOT NULL,
    bytes bytea NOT NULL,
    updates integer DEFAULT 0 NOT NULL,
    claimed_until timestamp with time zone
);

CREATE TABLE public.library_versions (
    merchant_id public.id NOT NULL,
    shop_id public.id NOT NULL,
    version integer NOT NULL,
    published_at timestamp with time zone DEFAULT now() NOT NULL,
    by_member_id public.id,
    by_name text NOT NULL,
    question_count integer NOT NULL,
    phrasing_count integer NOT NULL,
    questions jsonb NOT NULL
);

CREATE TABLE public.members (
    id public.id NOT NULL,
    organisation_id public.id NOT NULL,
    user_id text,
    name text NOT NULL,
    email text NOT NULL,
    role text NOT NULL,
    active boolean DEFAULT true NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT members_role_check CHECK ((role = ANY (ARRAY['owner'::text, 'supervisor'::text, 'agent'::text, 'trainer'::text, 'inspector'::text])))
);

CREATE TABLE public.messages (
    merchant_id public.id NOT NULL,
    conversation_id public.id NOT NULL,
    seq integer NOT NULL,
    id public.id NOT NULL,
    author_kind text NOT NULL,
    author_id text NOT NULL COLLATE pg_catalog."C",
    author_name text NOT NULL,
    client_id text NOT NULL COLLATE pg_catalog."C",
    body jsonb NOT NULL,
    at timestamp with time zone NOT NULL
)
PARTITION BY RANGE (conversation_id);

CREATE TABLE public.messages_default (
    merchant_id public.id NOT NULL,
    conversation_id public.id NOT NULL,
    seq integer NOT NULL,
    id public.id NOT NULL,
    author_kind text NOT NULL,
    author_id text NOT NULL COLLATE pg_catalog."C",
    author_name text NOT NULL,
    client_id text NOT NULL COLLATE pg_catalog."C",
    body jsonb NOT NULL,
    at timestamp with time zone NOT NULL
)
WITH (autovacuum_vacuum_insert_scale_factor='0', autovacuum_vacuum_insert_threshold='2000000', autovacuum_analyze_scale_factor='0.02', autovacuum_vacuum_scale_factor='0.1', autovacuum_freeze_min_age='0');

CREATE TABLE public.messages_first (
    merchant_id public.id NOT NULL,
    conversation_id public.id NOT NULL,
    seq integer NOT NULL,
    id public.id NOT NULL,
    author_kind text NOT NULL,
    author_id text NOT NULL COLLATE pg_catalog."C",
    author_name text NOT NULL,
    client_id text NOT NULL COLLATE pg_catalog."C",
    body jsonb NOT NULL,
    at timestamp with time zone NOT NULL
)
WITH (autovacuum_vacuum_insert_scale_factor='0', autovacuum_vacuum_insert_threshold='2000000', autovacuum_analyze_scale_factor='0.02', autovacuum_vacuum_scale_factor='0.1', autovacuum_freeze_min_age='0');

CREATE TABLE public.migrations (
    name text NOT NULL,
    sha256 text NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.notes (
    merchant_id public.id NOT NULL,
    conversation_id public.id NOT NULL,
    id public.id NOT NULL,
    after_seq integer NOT NULL,
    author_id public.id,
    author_name text NOT NULL,
    text text NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.orders (
    merchant_id public.id NOT NULL,
    id public.id NOT NULL,
    shop_id public.id NOT NULL,
    number text NOT NULL,
    buyer_external_id text NOT NULL,
    state text NOT NULL,
    placed_at timestamp with time zone NOT NULL,
    paid_minor bigint NOT NULL,
    currency text NOT NULL,
    recipient text NOT NULL,
    phone text NOT NULL,
    address text NOT NULL,
    items jsonb NOT NULL,
    logistics jsonb
);

CREATE TABLE public.organisations (
    id public.id NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    code text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT organisations_kind_check CHECK ((kind = ANY (ARRAY['merchant'::text, 'provider'::text])))
);

CREATE TABLE public.phrasings (
    merchant_id public.id NOT NULL,
    question_id public.id NOT NULL,
    number integer NOT NULL,
    text text NOT NULL,
    negative boolean DEFAULT false NOT NULL
);

CREATE TABLE public.presence_moves (
    member_id public.id NOT NULL,
    at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    state text NOT NULL,
    by_name text NOT NULL
);

CREATE TABLE public.processes (
    origin text NOT NULL,
    seen_at timestamp with time zone DEFAULT now() NOT NULL
)
WITH (autovacuum_vacuum_scale_factor='0', autovacuum_vacuum_threshold='1000');

CREATE TABLE public.products (
    merchant_id public.id NOT NULL,
    id public.id NOT NULL,
    shop_id public.id NOT NULL,
    external_id text NOT NULL,
    title jsonb NOT NULL,
    category text DEFAULT ''::text NOT NULL,
    price_minor bigint NOT NULL,
    currency text NOT NULL,
    stock integer DEFAULT 0 NOT NULL,
    picture text,
    url text,
    attributes jsonb DEFAULT '{}'::jsonb NOT NULL,
    size_chart jsonb
);

CREATE TABLE public.questions (
    merchant_id public.id NOT NULL,
    id public.id NOT NULL,
    shop_id public.id NOT NULL,
    title text NOT NULL,
    category text DEFAULT ''::text NOT NULL,
    mode text NOT NULL,
    hot boolean DEFAULT false NOT NULL,
    answers jsonb DEFAULT '[]'::jsonb NOT NULL,
    follow_up_ids text[] DEFAULT '{}'::text[] NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT questions_mode_check CHECK ((mode = ANY (ARRAY['off'::text, 'auto'::text, 'assist'::text, 'both'::text])))
);

CREATE TABLE public.queue_entries (
    merchant_id public.id NOT NULL,
    conversation_id public.id NOT NULL,
    group_id public.id NOT NULL,
    priority integer DEFAULT 0 NOT NULL,
    queued_at timestamp with time zone NOT NULL,
    preferred_member_id public.id,
    excluded_member_id public.id
)
WITH (autovacuum_vacuum_scale_factor='0', autovacuum_vacuum_threshold='1000', autovacuum_vacuum_insert_threshold='-1');

CREATE TABLE public.quick_replies (
    merchant_id public.id NOT NULL,
    id public.id NOT NULL,
    shop_id public.id NOT NULL,
    member_id public.id,
    title text NOT NULL,
    text text NOT NULL
);

CREATE TABLE public.shops (
    merchant_id public.id NOT NULL,
    id public.id NOT NULL,
    slug text NOT NULL,
    name jsonb NOT NULL,
    robot_name jsonb NOT NULL,
    welcome jsonb NOT NULL,
    picture text,
    accent text DEFAULT '#E8590C'::text NOT NULL,
    settings jsonb DEFAULT '{}'::jsonb NOT NULL,
    signing_secret text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE ONLY public.events ATTACH PARTITION public.events_default DEFAULT;

ALTER TABLE ONLY public.events ATTACH PARTITION public.events_first FOR VALUES FROM (MINVALUE) TO ('the end of the period of the migration');

ALTER TABLE ONLY public.messages ATTACH PARTITION public.messages_default DEFAULT;

ALTER TABLE ONLY public.messages ATTACH PARTITION public.messages_first FOR VALUES FROM (MINVALUE) TO ('the end of the period of the migration');

ALTER TABLE ONLY public.events ALTER COLUMN "position" SET DEFAULT nextval('public.events_position'::regclass);

ALTER TABLE ONLY public.agents
    ADD CONSTRAINT agents_pkey PRIMARY KEY (member_id);

ALTER TABLE ONLY public.alarms
    ADD CONSTRAINT alarms_once_per_id UNIQUE (id);

ALTER TABLE ONLY public.alarms
    ADD CONSTRAINT alarms_pkey PRIMARY KEY (merchant_id, id);

ALTER TABLE ONLY public.audit_entries
    ADD CONSTRAINT audit_entries_pkey PRIMARY KEY (merchant_id, id);

ALTER TABLE ONLY public.auth_accounts
    ADD CONSTRAINT auth_accounts_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.auth_sessions
    ADD CONSTRAINT auth_sessions_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.auth_sessions
    ADD CONSTRAINT auth_sessions_token_key UNIQUE (token);

ALTER TABLE ONLY public.auth_users
    ADD CONSTRAINT auth_users_email_key UNIQUE (email);

ALTER TABLE ONLY public.auth_users
    ADD CONSTRAINT auth_users_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.auth_verifications
    ADD CONSTRAINT auth_verifications_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.bot_rounds
    ADD CONSTRAINT bot_rounds_pkey PRIMARY KEY (merchant_id, conversation_id);

ALTER TABLE ONLY public.consumer_sessions
    ADD CONSTRAINT consumer_sessions_once_per_token UNIQUE (token_hash);

ALTER TABLE ONLY public.consumer_sessions
    ADD CONSTRAINT consumer_sessions_pkey PRIMARY KEY (merchant_id, token_hash);

ALTER TABLE ONLY public.consumers
    ADD CONSTRAINT consumers_pkey PRIMARY KEY (merchant_id, id);

ALTER TABLE ONLY public.contracts
    ADD CONSTRAINT contracts_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.conversation_figures
    ADD CONSTRAINT conversation_figures_pkey PRIMARY KEY (merchant_id, conversation_id);

ALTER TABLE ONLY public.conversation_moves
    ADD CONSTRAINT conversation_moves_pkey PRIMARY KEY (merchant_id, conversation_id, number);

ALTER TABLE ONLY public.conversations
    ADD CONSTRAINT conversations_pkey PRIMARY KEY (merchant_id, id);

ALTER TABLE ONLY public.decisions
    ADD CONSTRAINT decisions_pkey PRIMARY KEY (merchant_id, conversation_id, round_seq);

ALTER TABLE ONLY public.event_cursors
    ADD CONSTRAINT event_cursors_pkey PRIMARY KEY (reader, lane);

ALTER TABLE ONLY public.files
    ADD CONSTRAINT files_pkey PRIMARY KEY (merchant_id, name);

ALTER TABLE ONLY public.group_members
    ADD CONSTRAINT group_members_pkey PRIMARY KEY (merchant_id, group_id, member_id);

ALTER TABLE ONLY public.groups
    ADD CONSTRAINT groups_once_per_id UNIQUE (id);

ALTER TABLE ONLY public.groups
    ADD CONSTRAINT groups_pkey PRIMARY KEY (merchant_id, id);

ALTER TABLE ONLY public.handovers
    ADD CONSTRAINT handovers_pkey PRIMARY KEY (merchant_id, conversation_id, at);

ALTER TABLE ONLY public.judgements
    ADD CONSTRAINT judgements_pkey PRIMARY KEY (merchant_id, conversation_id, round_seq);

ALTER TABLE ONLY public.library_models
    ADD CONSTRAINT library_models_pkey PRIMARY KEY (merchant_id, shop_id, version);

ALTER TABLE ONLY public.library_versions
    ADD CONSTRAINT library_versions_pkey PRIMARY KEY (merchant_id, shop_id, version);

ALTER TABLE ONLY public.members
    ADD CONSTRAINT members_once_per_user UNIQUE (user_id);

ALTER TABLE ONLY public.members
    ADD CONSTRAINT members_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.messages
    ADD CONSTRAINT messages_pkey PRIMARY KEY (merchant_id, conversation_id, seq);

ALTER TABLE ONLY public.messages_default
    ADD CONSTRAINT messages_default_pkey PRIMARY KEY (merchant_id, conversation_id, seq);

ALTER TABLE ONLY public.messages_first
    ADD CONSTRAINT messages_first_pkey PRIMARY KEY (merchant_id, conversation_id, seq);

ALTER TABLE ONLY public.migrations
    ADD CONSTRAINT migrations_pkey PRIMARY KEY (name);

ALTER TABLE ONLY public.notes
    ADD CONSTRAINT notes_pkey PRIMARY KEY (merchant_id, conversation_id, id);

ALTER TABLE ONLY public.orders
    ADD CONSTRAINT orders_pkey PRIMARY KEY (merchant_id, id);

ALTER TABLE ONLY public.organisations
    ADD CONSTRAINT organisations_once_per_code UNIQUE (code);

ALTER TABLE ONLY public.organisations
    ADD CONSTRAINT organisations_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.phrasings
    ADD CONSTRAINT phrasings_pkey PRIMARY KEY (merchant_id, question_id, number);

ALTER TABLE ONLY public.presence_moves
    ADD CONSTRAINT presence_moves_pkey PRIMARY KEY (member_id, at);

ALTER TABLE ONLY public.processes
    ADD CONSTRAINT processes_pkey PRIMARY KEY (origin);

ALTER TABLE ONLY public.products
    ADD CONSTRAINT products_pkey PRIMARY KEY (merchant_id, id);

ALTER TABLE ONLY public.questions
    ADD CONSTRAINT questions_once_per_id UNIQUE (id);

ALTER TABLE ONLY public.questions
    ADD CONSTRAINT questions_pkey PRIMARY KEY (merchant_id, id);

ALTER TABLE ONLY public.queue_entries
    ADD CONSTRAINT queue_entries_pkey PRIMARY KEY (merchant_id, conversation_id);

ALTER TABLE ONLY public.quick_replies
    ADD CONSTRAINT quick_replies_pkey PRIMARY KEY (merchant_id, id);

ALTER TABLE ONLY public.shops
    ADD CONSTRAINT shops_once_per_id UNIQUE (id);

ALTER TABLE ONLY public.shops
    ADD CONSTRAINT shops_once_per_slug UNIQUE (slug);

ALTER TABLE ONLY public.shops
    ADD CONSTRAINT shops_pkey PRIMARY KEY (merchant_id, id);

CREATE INDEX alarms_by_time ON public.alarms USING btree (merchant_id, raised_at DESC);

CREATE UNIQUE INDEX alarms_one_open ON public.alarms USING btree (merchant_id, rule, conversation_id) WHERE (resolved_at IS NULL);

CREATE INDEX audit_entries_by_subject ON public.audit_entries USING btree (merchant_id, member_id, subject, at DESC);

CREATE INDEX auth_accounts_by_user ON public.auth_accounts USING btree ("userId");

CREATE INDEX auth_sessions_by_user ON public.auth_sessions USING btree ("userId");

CREATE INDEX auth_verifications_by_identifier ON public.auth_verifications USING btree (identifier);

CREATE INDEX bot_rounds_due ON public.bot_rounds USING btree (due_at);

CREATE UNIQUE INDEX consumers_once_per_external_id ON public.consumers USING btree (merchant_id, shop_id, external_id) WHERE (external_id IS NOT NULL);

CREATE INDEX contract_changes_by_contract ON public.contract_changes USING btree (contract_id, at);

CREATE INDEX contracts_by_merchant ON public.contracts USING btree (merchant_id, state);

CREATE INDEX contracts_by_provider ON public.contracts USING btree (provider_id, state);

CREATE INDEX conversation_figures_by_time ON public.conversation_figures USING btree (merchant_id, asked_at);

CREATE INDEX conversation_moves_by_assignee ON public.conversation_moves USING btree (merchant_id, assignee_id, at) WHERE (state = 'assigned'::text);

CREATE INDEX conversations_assigned ON public.conversations USING btree (merchant_id) WHERE (state = 'assigned'::text);

CREATE INDEX conversations_by_assignee ON public.conversations USING btree (assignee_id) WHERE (state = 'assigned'::text);

CREATE INDEX conversations_by_consumer ON public.conversations USING btree (merchant_id, consumer_id, started_at DESC);

CREATE INDEX conversations_by_last_assignee ON public.conversations USING btree (merchant_id, last_assignee_id, closed_at DESC) WHERE (state = 'closed'::text);

CREATE INDEX conversations_by_start ON public.conversations USING btree (merchant_id, started_at DESC, id DESC);

CREATE INDEX conversations_closed ON public.conversations USING btree (merchant_id, shop_id, closed_at) WHERE (state = 'closed'::text);

CREATE INDEX conversations_handled ON public.conversations USING btree (merchant_id, group_id, closed_at DESC) INCLUDE (assigned_at) WHERE ((state = 'closed'::text) AND (assigned_at IS NOT NULL));

CREATE UNIQUE INDEX conversations_one_open_per_consumer ON public.conversations USING btree (merchant_id, shop_id, consumer_id) WHERE (state <> 'closed'::text);

CREATE INDEX conversations_waiting ON public.conversations USING btree (merchant_id, shop_id) WHERE (state = 'waiting'::text);

CREATE INDEX conversations_with_robot ON public.conversations USING btree (started_at) WHERE (state = 'bot'::text);

CREATE INDEX decisions_by_shop ON public.decisions USING btree (merchant_id, shop_id, at DESC, id DESC);

CREATE INDEX decisions_missed ON public.decisions USING btree (merchant_id, shop_id, at DESC, id DESC) WHERE ((text <> ''::text) AND (((outcome = 'ask'::text) AND ((detail ->> 'what'::text) = 'rephrase'::text)) OR ((outcome = 'handover'::text) AND ((detail ->> 'reason'::text) = 'unanswered_rounds'::text))));

CREATE INDEX decisions_unanswered ON public.decisions USING btree (merchant_id, conversation_id, round_seq) WHERE (outcome = 'ask'::text);

CREATE INDEX events_but_messages ON ONLY public.events USING btree (xid, "position") WHERE (type <> 'message.sent'::text);

CREATE INDEX events_of_merchant ON ONLY public.events USING btree (merchant_id, "position");

CREATE INDEX events_default_merchant_id_position_idx ON public.events_default USING btree (merchant_id, "position");

CREATE INDEX events_in_commit_order ON ONLY public.events USING btree (xid, "position");

CREATE INDEX events_default_xid_position_idx ON public.events_default USING btree (xid, "position");

CREATE INDEX events_default_xid_position_idx1 ON public.events_default USING btree (xid, "position") WHERE (type <> 'message.sent'::text);

CREATE INDEX events_first_merchant_id_position_idx ON public.events_first USING btree (merchant_id, "position");

CREATE INDEX events_first_xid_position_idx ON public.events_first USING btree (xid, "position");

CREATE INDEX events_first_xid_position_idx1 ON public.events_first USING btree (xid, "position") WHERE (type <> 'message.sent'::text);

CREATE INDEX files_erased ON public.files USING btree (erased_at) WHERE (erased_at IS NOT NULL);

CREATE INDEX group_members_by_member ON public.group_members USING btree (member_id);

CREATE UNIQUE INDEX groups_one_default_per_shop ON public.groups USING btree (merchant_id, shop_id) WHERE is_default;

CREATE INDEX judgements_by_shop ON public.judgements USING btree (merchant_id, shop_id, at DESC);

CREATE INDEX members_by_organisation ON public.members USING btree (organisation_id);

CREATE UNIQUE INDEX messages_once_per_client_id ON ONLY public.messages USING btree (merchant_id, conversation_id, author_id, client_id);

CREATE UNIQUE INDEX messages_default_merchant_id_conversation_id_author_id_clie_idx ON public.messages_default USING btree (merchant_id, conversation_id, author_id, client_id);

CREATE UNIQUE INDEX messages_first_once_per_client_id ON public.messages_first USING btree (merchant_id, conversation_id, author_id, client_id);

CREATE INDEX orders_by_buyer ON public.orders USING btree (merchant_id, shop_id, buyer_external_id, placed_at DESC);

CREATE UNIQUE INDEX orders_once_per_number ON public.orders USING btree (merchant_id, shop_id, number);

CREATE UNIQUE INDEX products_once_per_external_id ON public.products USING btree (merchant_id, shop_id, external_id);

CREATE UNIQUE INDEX questions_once_per_title ON public.questions USING btree (merchant_id, shop_id, title);

CREATE INDEX queue_entries_in_order ON public.queue_entries USING btree (merchant_id, group_id, priority DESC, queued_at);

ALTER INDEX public.events_of_merchant ATTACH PARTITION public.events_default_merchant_id_position_idx;

ALTER INDEX public.events_in_commit_order ATTACH PARTITION public.events_default_xid_position_idx;

ALTER INDEX public.events_but_messages ATTACH PARTITION public.events_default_xid_position_idx1;

ALTER INDEX public.events_of_merchant ATTACH PARTITION public.events_first_merchant_id_position_idx;

ALTER INDEX public.events_in_commit_order ATTACH PARTITION public.events_first_xid_position_idx;

ALTER INDEX public.events_but_messages ATTACH PARTITION public.events_first_xid_position_idx1;

ALTER INDEX public.messages_once_per_client_id ATTACH PARTITION public.messages_default_merchant_id_conversation_id_author_id_clie_idx;

ALTER INDEX public.messages_pkey ATTACH PARTITION public.messages_default_pkey;

ALTER INDEX public.messages_once_per_client_id ATTACH PARTITION public.messages_first_once_per_client_id;

ALTER INDEX public.messages_pkey ATTACH PARTITION public.messages_first_pkey;

ALTER TABLE ONLY public.agents
    ADD CONSTRAINT agents_member_id_fkey FOREIGN KEY (member_id) REFERENCES public.members(id);

ALTER TABLE ONLY public.auth_accounts
    ADD CONSTRAINT "auth_accounts_userId_fkey" FOREIGN KEY ("userId") REFERENCES public.auth_users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.auth_sessions
    ADD CONSTRAINT "auth_sessions_userId_fkey" FOREIGN KEY ("userId") REFERENCES public.auth_users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.consumers
    ADD CONSTRAINT consumers_merchant_id_shop_id_fkey FOREIGN KEY (merchant_id, shop_id) REFERENCES public.shops(merchant_id, id);

ALTER TABLE ONLY public.contract_changes
    ADD CONSTRAINT contract_changes_contract_id_fkey FOREIGN KEY (contract_id) REFERENCES public.contracts(id);

ALTER TABLE ONLY public.contracts
    ADD CONSTRAINT contracts_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES public.organisations(id);

ALTER TABLE ONLY public.contracts
    ADD CONSTRAINT contracts_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES public.organisations(id);

ALTER TABLE ONLY public.group_members
    ADD CONSTRAINT group_members_contract_id_fkey FOREIGN KEY (contract_id) REFERENCES public.contracts(id);

ALTER TABLE ONLY public.group_members
    ADD CONSTRAINT group_members_member_id_fkey FOREIGN KEY (member_id) REFERENCES public.members(id);

ALTER TABLE ONLY public.group_members
    ADD CONSTRAINT group_members_merchant_id_group_id_fkey FOREIGN KEY (merchant_id, group_id) REFERENCES public.groups(merchant_id, id);

ALTER TABLE ONLY public.groups
    ADD CONSTRAINT groups_merchant_id_shop_id_fkey FOREIGN KEY (merchant_id, shop_id) REFERENCES public.shops(merchant_id, id);

ALTER TABLE ONLY public.judgements
    ADD CONSTRAINT judgements_merchant_id_conversation_id_round_seq_fkey FOREIGN KEY (merchant_id, conversation_id, round_seq) REFERENCES public.decisions(merchant_id, conversation_id, round_seq) ON DELETE CASCADE;

ALTER TABLE ONLY public.members
    ADD CONSTRAINT members_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES public.organisations(id);

ALTER TABLE ONLY public.phrasings
    ADD CONSTRAINT phrasings_merchant_id_question_id_fkey FOREIGN KEY (merchant_id, question_id) REFERENCES public.questions(merchant_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.products
    ADD CONSTRAINT products_merchant_id_shop_id_fkey FOREIGN KEY (merchant_id, shop_id) REFERENCES public.shops(merchant_id, id);

ALTER TABLE ONLY public.questions
    ADD CONSTRAINT questions_merchant_id_shop_id_fkey FOREIGN KEY (merchant_id, shop_id) REFERENCES public.shops(merchant_id, id);

ALTER TABLE ONLY public.queue_entries
    ADD CONSTRAINT queue_entries_merchant_id_conversation_id_fkey FOREIGN KEY (merchant_id, conversation_id) REFERENCES public.conversations(merchant_id, id);

ALTER TABLE ONLY public.shops
    ADD CONSTRAINT shops_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES public.organisations(id);

ALTER TABLE public.alarms ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.audit_entries ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.bot_rounds ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.consumer_sessions ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.consumers ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.conversation_figures ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.conversation_moves ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.conversations ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.decisions ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.events ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.files ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.group_members ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.groups ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.handovers ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.judgements ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.library_models ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.library_versions ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.messages ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.notes ENABLE ROW LEVEL SECURITY;

CREATE POLICY of_merchant ON public.alarms USING (((merchant_id)::text = ANY (string_to_array(current_setting('qindesk.merchants'::text, true), ','::text))));

CREATE POLICY of_merchant ON public.audit_entries USING (((merchant_id)::text = ANY (string_to_array(current_setting('qindesk.merchants'::text, true), ','::text))));

CREATE POLICY of_merchant ON public.bot_rounds USING (((merchant_id)::text = ANY (string_to_array(current_setting('qindesk.merchants'::text, true), ','::text))));

CREATE POLICY of_merchant ON public.consumer_sessions USING (((merchant_id)::text = ANY (string_to_array(current_setting('qindesk.merchants'::text, true), ','::text))));

CREATE POLICY of_merchant ON public.consumers USING (((merchant_id)::text = ANY (string_to_array(current_setting('qindesk.merchants'::text, true), ','::text))));

CREATE POLICY of_merchant ON public.conversation_figures USING (((merchant_id)::text = ANY (string_to_array(current_setting('qindesk.merchants'::text, true), ','::text))));

CREATE POLICY of_merchant ON public.conversation_moves USING (((merchant_id)::text = ANY (string_to_array(current_setting('qindesk.merchants'::text, true), ','::text))));

CREATE POLICY of_merchant ON public.conversations USING (((merchant_id)::text = ANY (string_to_array(current_setting('qindesk.merchants'::text, true), ','::text))));

CREATE POLICY of_merchant ON public.decisions USING (((merchant_id)::text = ANY (string_to_array(current_setting('qindesk.merchants'::text, true), ','::text))));

CREATE POLICY of_merchant ON public.events USING (((merchant_id)::text = ANY (string_to_array(current_setting('qindesk.merchants'::text, true), ','::text))));

CREATE POLICY of_merchant ON public.files USING (((merchant_id)::text = ANY (string_to_array(current_setting('qindesk.merchants'::text, true), ','::text))));

CREATE POLICY of_merchant ON public.group_members USING (((merchant_id)::text = ANY (string_to_array(current_setting('qindesk.merchants'::text, true), ','::text))));

CREATE POLICY of_merchant ON public.groups USING (((merchant_id)::text = ANY (string_to_array(current_setting('qindesk.merchants'::text, true), ','::text))));

CREATE POLICY of_merchant ON public.handovers USING (((merchant_id)::text = ANY (string_to_array(current_setting('qindesk.merchants'::text, true), ','::text))));

CREATE POLICY of_merchant ON public.judgements USING (((merchant_id)::text = ANY (string_to_array(current_setting('qindesk.merchants'::text, true), ','::text))));

CREATE POLICY of_merchant ON public.library_models USING (((merchant_id)::text = ANY (string_to_array(current_setting('qindesk.merchants'::text, true), ','::text))));

CREATE POLICY of_merchant ON public.library_versions USING (((merchant_id)::text = ANY (string_to_array(current_setting('qindesk.merchants'::text, true), ','::text))));

CREATE POLICY of_merchant ON public.messages USING (((merchant_id)::text = ANY (string_to_array(current_setting('qindesk.merchants'::text, true), ','::text))));

CREATE POLICY of_merchant ON public.notes USING (((merchant_id)::text = ANY (string_to_array(current_setting('qindesk.merchants'::text, true), ','::text))));

CREATE POLICY of_merchant ON public.orders USING (((merchant_id)::text = ANY (string_to_array(current_setting('qindesk.merchants'::text, true), ','::text))));

CREATE POLICY of_merchant ON public.phrasings USING (((merchant_id)::text = ANY (string_to_array(current_setting('qindesk.merchants'::text, true), ','::text))));

CREATE POLICY of_merchant ON public.products USING (((merchant_id)::text = ANY (string_to_array(current_setting('qindesk.merchants'::text, true), ','::text))));

CREATE POLICY of_merchant ON public.questions USING (((merchant_id)::text = ANY (string_to_array(current_setting('qindesk.merchants'::text, true), ','::text))));

CREATE POLICY of_merchant ON public.queue_entries USING (((merchant_id)::text = ANY (string_to_array(current_setting('qindesk.merchants'::text, true), ','::text))));

CREATE POLICY of_merchant ON public.quick_replies USING (((merchant_id)::text = ANY (string_to_array(current_setting('qindesk.merchants'::text, true), ','::text))));

CREATE POLICY of_merchant ON public.shops USING (((merchant_id)::text = ANY (string_to_array(current_setting('qindesk.merchants'::text, true), ','::text))));

ALTER TABLE public.orders ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.phrasings ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.products ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.questions ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.queue_entries ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.quick_replies ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.shops ENABLE ROW LEVEL SECURITY;
