-- A bank's file of redemptions is kept with what became of each of its lines.

CREATE TABLE redemption_batches ( -- one row a file, written once
    batch_id VARCHAR PRIMARY KEY,
    scope VARCHAR NOT NULL,     -- as in write_requests: bank:ccb-zjj
    bank VARCHAR NOT NULL,
    actor VARCHAR NOT NULL,
    request_id VARCHAR NOT NULL,
    file_sha256 VARCHAR NOT NULL, -- unique within its scope
    format VARCHAR NOT NULL,    -- ndjson or csv
    lines INTEGER NOT NULL,
    total_fen BIGINT NOT NULL,  -- of the lines whose amount can be read
    content BLOB NOT NULL,      -- the file, deflated
    recorded_at TIMESTAMP NOT NULL,
    CHECK (lines > 0 AND total_fen >= 0)
);

CREATE TABLE redemption_batch_lines ( -- one row a line that was dealt with
    batch_id VARCHAR NOT NULL,
    line_no INTEGER NOT NULL,   -- 1, 2, 3 ... of the file, without a gap
    outcome VARCHAR NOT NULL,   -- accepted, replayed or refused
    request_no BIGINT,          -- of write_requests; null where its form was bad
    problem VARCHAR,            -- the code of the refusal
    answer VARCHAR,             -- the refusal as JSON, where there is no request
    amount_fen BIGINT,          -- null where it cannot be read
    recorded_at TIMESTAMP NOT NULL
);
