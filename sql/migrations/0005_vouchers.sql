-- Vouchers live by events. Each event carries the state it leaves, so that the last one
-- tells where a voucher stands; sql/audits prove that it equals the fold of them all.

CREATE TABLE issuances (        -- one row a time that vouchers were issued
    issuance_id VARCHAR PRIMARY KEY,
    campaign_id VARCHAR NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    actor VARCHAR NOT NULL,
    vouchers INTEGER NOT NULL,
    amount_fen BIGINT NOT NULL
);

CREATE TABLE vouchers (         -- one row a voucher, written once
    voucher_no BIGINT NOT NULL, -- 1, 2, 3 ... without a gap
    voucher_id VARCHAR NOT NULL,
    code VARCHAR NOT NULL,      -- 16 signs, the last a check character
    campaign_id VARCHAR NOT NULL,
    sale_id VARCHAR NOT NULL,   -- for which it was issued; events may bind it to another
    decision_no INTEGER NOT NULL,
    vin VARCHAR,
    terms_version VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,      -- fuel, general, shopping or cash
    face_fen BIGINT NOT NULL,
    pieces_fen BIGINT[],        -- spent whole piece by piece; null: in parts of any size
    payer VARCHAR NOT NULL,     -- who repays what was spent on a car that came back
    starts_at TIMESTAMP,        -- first instant at which it can be spent; null: at once
    expires_at TIMESTAMP,       -- first instant at which it no longer can; null: never
    issuance_id VARCHAR NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    CHECK (face_fen > 0)
);

CREATE TABLE posted_events (    -- append-only; what happened to a voucher
    event_no BIGINT NOT NULL,   -- 1, 2, 3 ... without a gap
    voucher_no BIGINT NOT NULL,
    voucher_seq INTEGER NOT NULL, -- 1, 2, 3 ... of this voucher, without a gap
    kind VARCHAR NOT NULL,      -- of model.vouchers.EventKind
    amount_fen BIGINT NOT NULL, -- what the event moved
    of_lock BOOLEAN NOT NULL,   -- captured or cancelled out of money that was locked
    redemption_no BIGINT,       -- the request that made the redemption it belongs to
    request_no BIGINT,          -- the request that asked for it, where one did
    sale_id VARCHAR NOT NULL,   -- the sale that the voucher stands for from now on
    reason VARCHAR,
    actor VARCHAR NOT NULL,
    occurred_at TIMESTAMP NOT NULL, -- business time, UTC
    recorded_at TIMESTAMP NOT NULL,
    balance_fen BIGINT NOT NULL, -- after it: can be spent
    locked_fen BIGINT NOT NULL, -- after it: promised to banks, not yet taken
    captured_fen BIGINT NOT NULL, -- after it: taken and not reversed
    clawed_fen BIGINT NOT NULL, -- after it: to be repaid, as far as it stays captured
    state VARCHAR NOT NULL,     -- after it: open, voided or expired
    held BOOLEAN NOT NULL,      -- after it: suspended
    pieces_left BIGINT[],       -- after it: pieces that can be spent; null: in parts
    CHECK (amount_fen >= 0 AND balance_fen >= 0 AND locked_fen >= 0
           AND captured_fen >= 0 AND clawed_fen >= 0)
);

CREATE TABLE posted_requests (  -- every request to write that was answered for good
    request_no BIGINT NOT NULL, -- 1, 2, 3 ... without a gap
    scope VARCHAR NOT NULL,     -- within which its keys are unique: bank:ccb-zjj
    actor VARCHAR NOT NULL,
    operation VARCHAR NOT NULL, -- of model.vouchers.Operation
    idempotency_key VARCHAR,    -- null for a line of a batch
    out_request_no VARCHAR,     -- the bank's own number; unique among those that succeeded
    fingerprint VARCHAR NOT NULL, -- sha256 of what was asked
    status SMALLINT NOT NULL,   -- HTTP
    problem VARCHAR,            -- the code of the refusal, null where it succeeded
    answer VARCHAR NOT NULL,    -- the body, word for word
    redemption_id VARCHAR,
    voucher_no BIGINT,
    amount_fen BIGINT,
    pieces_fen BIGINT[],        -- which pieces it took, of a voucher in pieces
    mode VARCHAR,               -- capture or authorize
    redeemed_at TIMESTAMP,      -- as the bank says, UTC
    station VARCHAR,
    terminal VARCHAR,
    lock_until TIMESTAMP,
    reason VARCHAR,
    request_id VARCHAR,
    batch_id VARCHAR,
    line_no INTEGER,
    entry_no BIGINT NOT NULL,   -- the entry of audit_log that seals it
    recorded_at TIMESTAMP NOT NULL
);

CREATE TABLE write_groups (     -- requests and events as committed, until they are posted
    group_no BIGINT NOT NULL,   -- the number of the first request of the group
    recorded_at TIMESTAMP NOT NULL,
    requests VARCHAR NOT NULL,  -- JSON: a list of rows of posted_requests
    events VARCHAR NOT NULL     -- JSON: a list of rows of posted_events
);

CREATE VIEW voucher_events AS
FROM posted_events
UNION ALL
SELECT unnest(event) FROM (SELECT unnest(from_json(events,
      '[{"event_no": "BIGINT", "voucher_no": "BIGINT", "voucher_seq": "INTEGER",
        "kind": "VARCHAR", "amount_fen": "BIGINT", "of_lock": "BOOLEAN",
        "redemption_no": "BIGINT", "request_no": "BIGINT", "sale_id": "VARCHAR",
        "reason": "VARCHAR", "actor": "VARCHAR", "occurred_at": "TIMESTAMP",
        "recorded_at": "TIMESTAMP", "balance_fen": "BIGINT",
        "locked_fen": "BIGINT", "captured_fen": "BIGINT", "clawed_fen": "BIGINT",
        "state": "VARCHAR", "held": "BOOLEAN", "pieces_left": "BIGINT[]"}]')) AS event
    FROM write_groups);

CREATE VIEW write_requests AS
FROM posted_requests
UNION ALL
SELECT unnest(request) FROM (SELECT unnest(from_json(requests,
      '[{"request_no": "BIGINT", "scope": "VARCHAR", "actor": "VARCHAR",
        "operation": "VARCHAR", "idempotency_key": "VARCHAR",
        "out_request_no": "VARCHAR", "fingerprint": "VARCHAR",
        "status": "SMALLINT", "problem": "VARCHAR", "answer": "VARCHAR",
        "redemption_id": "VARCHAR", "voucher_no": "BIGINT", "amount_fen": "BIGINT",
        "pieces_fen": "BIGINT[]", "mode": "VARCHAR", "redeemed_at": "TIMESTAMP",
        "station": "VARCHAR", "terminal": "VARCHAR", "lock_until": "TIMESTAMP",
        "reason": "VARCHAR", "request_id": "VARCHAR", "batch_id": "VARCHAR",
        "line_no": "INTEGER", "entry_no": "BIGINT", "recorded_at": "TIMESTAMP"}]')) AS request
    FROM write_groups);
