-- Banks are told of what happens to their redemptions: where, and how far each stands.

CREATE TABLE webhook_endpoints ( -- one row an address that a bank's events go to
    endpoint_id VARCHAR PRIMARY KEY,
    bank VARCHAR NOT NULL,
    url VARCHAR NOT NULL,
    actor VARCHAR NOT NULL,
    recorded_at TIMESTAMP NOT NULL
);

CREATE TABLE webhook_removals ( -- an endpoint that is removed gets nothing more
    endpoint_id VARCHAR PRIMARY KEY,
    actor VARCHAR NOT NULL,
    recorded_at TIMESTAMP NOT NULL
);

CREATE TABLE webhook_steps (    -- append-only; the last row of an endpoint is its state
    step_no BIGINT NOT NULL,    -- 1, 2, 3 ... without a gap
    endpoint_id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,      -- opened, acknowledged, failed, stopped or sent_again
    first_event BIGINT,         -- of the attempt; null where nothing was sent
    last_event BIGINT,
    http_status SMALLINT,       -- what the bank answered, where it did
    error VARCHAR,              -- why an attempt failed: a code of model.webhooks
    position BIGINT NOT NULL,   -- after it: the last event that is settled
    failures INTEGER NOT NULL,  -- after it: attempts in a row that failed
    failing_since TIMESTAMP,    -- after it: when the first of them was made
    next_at TIMESTAMP,          -- after it: when to try again; null: as events come
    recorded_at TIMESTAMP NOT NULL
);
