-- What a team would keep in PostgreSQL instead: the same facts and the same promises.

CREATE TABLE tokens (
    token_hash bytea PRIMARY KEY,
    bank_id text NOT NULL
);

CREATE TABLE vouchers (
    code text PRIMARY KEY,
    voucher_no bigint NOT NULL,
    campaign_id text NOT NULL,
    sale_id text NOT NULL,
    vin text,
    face_fen bigint NOT NULL CHECK (face_fen > 0),
    balance_fen bigint NOT NULL CHECK (balance_fen >= 0),
    captured_fen bigint NOT NULL CHECK (captured_fen >= 0),
    state text NOT NULL,
    held boolean NOT NULL,
    seq integer NOT NULL,
    starts_at timestamptz,
    expires_at timestamptz
);

CREATE TABLE redemptions (
    redemption_id text PRIMARY KEY,
    bank_id text NOT NULL,
    out_request_no text NOT NULL,
    code text NOT NULL,
    amount_fen bigint NOT NULL,
    redeemed_at timestamptz NOT NULL,
    station text,
    terminal text,
    fingerprint bytea NOT NULL,
    answer bytea NOT NULL,
    recorded_at timestamptz NOT NULL,
    UNIQUE (bank_id, out_request_no)
);

CREATE TABLE voucher_events (
    event_no bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    voucher_no bigint NOT NULL,
    seq integer NOT NULL,
    kind text NOT NULL,
    amount_fen bigint NOT NULL,
    balance_fen bigint NOT NULL,
    redemption_id text,
    actor text NOT NULL,
    occurred_at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL,
    UNIQUE (voucher_no, seq)
);

CREATE TABLE answered_requests (
    bank_id text NOT NULL,
    idempotency_key text NOT NULL,
    fingerprint bytea NOT NULL,
    status smallint NOT NULL,
    answer bytea NOT NULL,
    recorded_at timestamptz NOT NULL,
    PRIMARY KEY (bank_id, idempotency_key)
);
