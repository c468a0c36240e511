-- Facts are append-only. Instants are UTC to the microsecond, money is integer fen.

CREATE TABLE commits (          -- one row a transaction that may change a figure
    recorded_at TIMESTAMP NOT NULL,
    command VARCHAR NOT NULL    -- what was done: ingest, open-campaign, decide
);

CREATE TABLE facts_of_home (    -- what this home is: key fingerprint and the like
    name VARCHAR PRIMARY KEY,
    value VARCHAR NOT NULL
);

CREATE TABLE feeds (            -- one row a file that landed
    feed_id VARCHAR PRIMARY KEY,
    recorded_at TIMESTAMP NOT NULL,
    file VARCHAR NOT NULL,
    sha256 VARCHAR NOT NULL,
    size_bytes BIGINT NOT NULL,
    kind VARCHAR NOT NULL,      -- sales or dealers
    format VARCHAR NOT NULL,
    encoding VARCHAR,
    profile VARCHAR NOT NULL,
    profile_hash VARCHAR NOT NULL,
    row_count INTEGER NOT NULL,
    accepted INTEGER NOT NULL,
    unchanged INTEGER NOT NULL,
    refused INTEGER NOT NULL,
    review INTEGER NOT NULL,
    skipped_sheets VARCHAR[] NOT NULL, -- sheets without a known header
    reading INTEGER NOT NULL,   -- 1, or more where a later register let more rows in
    UNIQUE (sha256, profile_hash, reading),
    CHECK (row_count = accepted + unchanged + refused + review)
);

CREATE TABLE feed_columns (     -- a feed's own headers and the fields they became
    feed_id VARCHAR NOT NULL,
    sheet VARCHAR NOT NULL,
    column_no INTEGER NOT NULL,
    header VARCHAR NOT NULL,
    field VARCHAR
);

CREATE TABLE refused_rows (     -- rows that did not land, with every reason
    feed_id VARCHAR NOT NULL,
    sheet VARCHAR NOT NULL,
    row_no INTEGER NOT NULL,
    outcome VARCHAR NOT NULL,   -- refused or review
    reasons VARCHAR[] NOT NULL,
    findings VARCHAR NOT NULL,  -- JSON: [{code, field, header, found}]
    cells VARCHAR NOT NULL      -- JSON: the row's own cells, personal data masked
);

CREATE TABLE dealer_versions (
    dealer_id VARCHAR NOT NULL,
    version INTEGER NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    feed_id VARCHAR NOT NULL,
    sheet VARCHAR NOT NULL,
    row_no INTEGER NOT NULL,
    row_hash VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    uscc VARCHAR,
    district VARCHAR,
    synthetic BOOLEAN NOT NULL,
    PRIMARY KEY (dealer_id, version)
);

CREATE TABLE sale_versions (
    sale_id VARCHAR NOT NULL,
    version INTEGER NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    feed_id VARCHAR NOT NULL,
    sheet VARCHAR NOT NULL,
    row_no INTEGER NOT NULL,
    row_hash VARCHAR NOT NULL,
    identity VARCHAR NOT NULL,
    dealer_id VARCHAR NOT NULL,
    record_no VARCHAR,
    vin VARCHAR,
    invoice_code VARCHAR,
    invoice_number VARCHAR,
    sold_on DATE NOT NULL,
    condition VARCHAR,
    brand VARCHAR,
    model VARCHAR,
    energy VARCHAR,
    bare_price_fen BIGINT,
    invoice_total_fen BIGINT,
    invoice_net_fen BIGINT,
    invoice_tax_fen BIGINT,
    district VARCHAR,
    buyer_key VARCHAR,
    buyer_id_masked VARCHAR,
    buyer_name_masked VARCHAR,
    phone_key VARCHAR,
    phone_masked VARCHAR,
    synthetic BOOLEAN NOT NULL
);

CREATE TABLE campaign_versions (
    campaign_id VARCHAR NOT NULL,
    version INTEGER NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    document VARCHAR NOT NULL,  -- the dated YAML, word for word
    document_sha256 VARCHAR NOT NULL,
    terms_version VARCHAR NOT NULL,
    price_basis VARCHAR NOT NULL,
    sales_from DATE NOT NULL,
    sales_to DATE NOT NULL,
    price_floor_fen BIGINT NOT NULL,
    voucher_fen BIGINT NOT NULL,
    per_vehicle INTEGER,        -- vouchers a vehicle can earn; null for no limit
    PRIMARY KEY (campaign_id, version)
);

CREATE TABLE decision_versions (
    campaign_id VARCHAR NOT NULL,
    sale_id VARCHAR NOT NULL,
    decision_no INTEGER NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    sale_version INTEGER NOT NULL,
    eligible BOOLEAN NOT NULL,
    reasons VARCHAR[] NOT NULL,
    amount_fen BIGINT NOT NULL,
    rival_sale_id VARCHAR,
    terms_version VARCHAR NOT NULL,
    input_hash VARCHAR NOT NULL
);

CREATE TABLE tokens (           -- secrets are kept as SHA-256 of 256 random bits
    token_id VARCHAR PRIMARY KEY,
    secret_sha256 VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    role VARCHAR NOT NULL,
    bank VARCHAR,
    dealer VARCHAR,
    created_at TIMESTAMP NOT NULL
);

CREATE TABLE token_revocations (
    token_id VARCHAR PRIMARY KEY,
    revoked_at TIMESTAMP NOT NULL
);

CREATE TABLE login_links (      -- one-time tokens of the login page
    secret_sha256 VARCHAR PRIMARY KEY,
    role VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL
);

CREATE TABLE sessions (         -- a login link opens at most one session
    secret_sha256 VARCHAR PRIMARY KEY,
    link_sha256 VARCHAR NOT NULL UNIQUE,
    role VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    opened_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL
);

CREATE TABLE session_closings (
    secret_sha256 VARCHAR PRIMARY KEY,
    closed_at TIMESTAMP NOT NULL
);
