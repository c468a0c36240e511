-- Who did what is one chain of entries; keys that sign are kept sealed.

CREATE TABLE audit_log (        -- append-only: each entry holds the hash of the last
    entry_no BIGINT PRIMARY KEY, -- 1, 2, 3 ... without a gap
    recorded_at TIMESTAMP NOT NULL,
    actor VARCHAR NOT NULL,     -- token:ID:NAME, session:ROLE:NAME, operator:cli:USER
    role VARCHAR NOT NULL,      -- of model.kinds.Role, or program
    action VARCHAR NOT NULL,    -- what was done: ingest, token-create, redemptions
    subject VARCHAR NOT NULL,   -- what it was done to; empty where that goes unsaid
    outcome VARCHAR NOT NULL,   -- ok, or the code of the refusal
    request_id VARCHAR NOT NULL, -- empty for what no request asked
    detail VARCHAR NOT NULL,    -- a JSON object
    previous_hash VARCHAR NOT NULL, -- 64 zeros before the first entry
    entry_hash VARCHAR NOT NULL -- SHA-256 over previous_hash and the row's own text
);

CREATE TABLE token_retirements ( -- a rotated token lives on for a while
    token_id VARCHAR PRIMARY KEY,
    retires_at TIMESTAMP NOT NULL,
    successor VARCHAR NOT NULL, -- the token that takes its place
    recorded_at TIMESTAMP NOT NULL
);

CREATE TABLE signing_keys (     -- the secret is sealed with a key of the home's key
    key_id VARCHAR PRIMARY KEY,
    bank VARCHAR NOT NULL,
    algorithm VARCHAR NOT NULL, -- hmac-sha256 or hmac-sm3
    sealed VARCHAR NOT NULL,    -- base64 of a nonce and the AES-GCM ciphertext
    created_at TIMESTAMP NOT NULL
);

CREATE TABLE signing_key_retirements ( -- the earliest of a key's instants counts
    key_id VARCHAR NOT NULL,
    retires_at TIMESTAMP NOT NULL,
    recorded_at TIMESTAMP NOT NULL
);
