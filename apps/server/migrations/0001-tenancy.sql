-- Organisations, shops, groups, members, contracts; the role behind row-level security.
-- Every tenant table carries merchant_id first in its keys. Tables of the operator (organisations, members, contracts) have none:
-- a provider's member belongs to no merchant.

-- Ids are compared byte by byte. Their shape is checked at the doors (packages/protocol), not on every row.
CREATE DOMAIN id AS text COLLATE "C";

CREATE TABLE organisations (
  id id PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('merchant', 'provider')),
  name text NOT NULL,
  -- What a merchant types to propose a contract to a provider.
  code text NOT NULL CONSTRAINT organisations_once_per_code UNIQUE,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE members (
  id id PRIMARY KEY,
  organisation_id id NOT NULL REFERENCES organisations,
  -- better-auth's user; null for a member who may not sign in.
  user_id text CONSTRAINT members_once_per_user UNIQUE,
  name text NOT NULL,
  email text NOT NULL,
  role text NOT NULL CHECK (role IN ('owner', 'supervisor', 'agent', 'trainer', 'inspector')),
  active boolean NOT NULL DEFAULT true,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX members_by_organisation ON members (organisation_id);

CREATE TABLE shops (
  merchant_id id NOT NULL REFERENCES organisations,
  id id NOT NULL CONSTRAINT shops_once_per_id UNIQUE,
  slug text NOT NULL CONSTRAINT shops_once_per_slug UNIQUE,
  name jsonb NOT NULL,
  robot_name jsonb NOT NULL,
  welcome jsonb NOT NULL,
  picture text,
  accent text NOT NULL DEFAULT '#E8590C',
  settings jsonb NOT NULL DEFAULT '{}',
  -- Signs and verifies the JWT of the shop's own consumers; never leaves the server except to the owner.
  signing_secret text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (merchant_id, id)
);

CREATE TABLE groups (
  merchant_id id NOT NULL,
  id id NOT NULL CONSTRAINT groups_once_per_id UNIQUE,
  shop_id id NOT NULL,
  name text NOT NULL,
  is_default boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (merchant_id, id),
  FOREIGN KEY (merchant_id, shop_id) REFERENCES shops (merchant_id, id)
);
CREATE UNIQUE INDEX groups_one_default_per_shop ON groups (merchant_id, shop_id) WHERE is_default;

CREATE TABLE contracts (
  id id PRIMARY KEY,
  merchant_id id NOT NULL REFERENCES organisations,
  provider_id id NOT NULL REFERENCES organisations,
  state text NOT NULL CHECK (state IN ('proposed', 'accepted', 'ended')),
  starts_at timestamptz NOT NULL,
  ends_at timestamptz CHECK (ends_at > starts_at),
  -- Empty group_ids: every group of the shops.
  shop_ids text[] NOT NULL,
  group_ids text[] NOT NULL DEFAULT '{}',
  phone_visible boolean NOT NULL DEFAULT false,
  address_visible boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX contracts_by_merchant ON contracts (merchant_id, state);
CREATE INDEX contracts_by_provider ON contracts (provider_id, state);

CREATE TABLE contract_changes (
  contract_id id NOT NULL REFERENCES contracts,
  at timestamptz NOT NULL DEFAULT now(),
  by_member_id id,
  by_name text NOT NULL,
  what text NOT NULL CHECK (what IN ('proposed', 'accepted', 'ended', 'changed')),
  detail jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX contract_changes_by_contract ON contract_changes (contract_id, at);

-- Who changed what, and who looked at personal data.
CREATE TABLE audit_entries (
  merchant_id id NOT NULL,
  id id NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  member_id id,
  action text NOT NULL,
  subject text NOT NULL,
  detail jsonb NOT NULL DEFAULT '{}',
  PRIMARY KEY (merchant_id, id)
);
CREATE INDEX audit_entries_by_subject ON audit_entries (merchant_id, member_id, subject, at DESC);
