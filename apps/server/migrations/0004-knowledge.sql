-- The library (draft tables, published snapshots), products and orders, quick replies.

CREATE TABLE questions (
  merchant_id id NOT NULL,
  id id NOT NULL CONSTRAINT questions_once_per_id UNIQUE,
  shop_id id NOT NULL,
  title text NOT NULL,
  category text NOT NULL DEFAULT '',
  mode text NOT NULL CHECK (mode IN ('off', 'auto', 'assist', 'both')),
  hot boolean NOT NULL DEFAULT false,
  answers jsonb NOT NULL DEFAULT '[]',
  follow_up_ids text[] NOT NULL DEFAULT '{}',
  -- Guards an edit against overwriting another's.
  version int NOT NULL DEFAULT 1,
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (merchant_id, id),
  FOREIGN KEY (merchant_id, shop_id) REFERENCES shops (merchant_id, id)
);
CREATE UNIQUE INDEX questions_once_per_title ON questions (merchant_id, shop_id, title);

CREATE TABLE phrasings (
  merchant_id id NOT NULL,
  question_id id NOT NULL,
  number int NOT NULL,
  text text NOT NULL,
  negative boolean NOT NULL DEFAULT false,
  PRIMARY KEY (merchant_id, question_id, number),
  FOREIGN KEY (merchant_id, question_id) REFERENCES questions (merchant_id, id) ON DELETE CASCADE
);

-- What the robot answers from: only this [BT1].
CREATE TABLE library_versions (
  merchant_id id NOT NULL,
  shop_id id NOT NULL,
  version int NOT NULL,
  published_at timestamptz NOT NULL DEFAULT now(),
  by_member_id id,
  by_name text NOT NULL,
  question_count int NOT NULL,
  phrasing_count int NOT NULL,
  questions jsonb NOT NULL,
  PRIMARY KEY (merchant_id, shop_id, version)
);

CREATE TABLE products (
  merchant_id id NOT NULL,
  id id NOT NULL,
  shop_id id NOT NULL,
  external_id text NOT NULL,
  title jsonb NOT NULL,
  category text NOT NULL DEFAULT '',
  price_minor bigint NOT NULL,
  currency text NOT NULL,
  stock int NOT NULL DEFAULT 0,
  picture text,
  url text,
  attributes jsonb NOT NULL DEFAULT '{}',
  size_chart jsonb,
  PRIMARY KEY (merchant_id, id),
  FOREIGN KEY (merchant_id, shop_id) REFERENCES shops (merchant_id, id)
);
CREATE UNIQUE INDEX products_once_per_external_id ON products (merchant_id, shop_id, external_id);

CREATE TABLE orders (
  merchant_id id NOT NULL,
  id id NOT NULL,
  shop_id id NOT NULL,
  number text NOT NULL,
  -- The shop's own name for the buyer: joins consumers.external_id.
  buyer_external_id text NOT NULL,
  state text NOT NULL,
  placed_at timestamptz NOT NULL,
  paid_minor bigint NOT NULL,
  currency text NOT NULL,
  recipient text NOT NULL,
  phone text NOT NULL,
  address text NOT NULL,
  items jsonb NOT NULL,
  logistics jsonb,
  PRIMARY KEY (merchant_id, id)
);
CREATE UNIQUE INDEX orders_once_per_number ON orders (merchant_id, shop_id, number);
CREATE INDEX orders_by_buyer ON orders (merchant_id, shop_id, buyer_external_id, placed_at DESC);

CREATE TABLE quick_replies (
  merchant_id id NOT NULL,
  id id NOT NULL,
  shop_id id NOT NULL,
  -- Set for a personal one.
  member_id id,
  title text NOT NULL,
  text text NOT NULL,
  PRIMARY KEY (merchant_id, id)
);

CREATE TABLE files (
  merchant_id id NOT NULL,
  name text NOT NULL,
  content_type text NOT NULL,
  bytes int NOT NULL,
  by_kind text NOT NULL,
  by_id text NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (merchant_id, name)
);
