-- What there was to issue from: the stated budget, and what each issuance left of it.

ALTER TABLE campaign_versions ADD COLUMN budget_fen BIGINT; -- null: none is stated

UPDATE campaign_versions SET budget_fen = round(100 * nullif(regexp_extract(
    list_last(regexp_extract_all(document, '(?m)^\s*budget_yuan:[^\n]*')),
    'budget_yuan:\s*[''"]?([0-9]+(\.[0-9]+)?)', 1), '')::DECIMAL(18, 2))::BIGINT;

CREATE TABLE issuance_funds (   -- what an issuance was held to, part by part
    issuance_id VARCHAR NOT NULL,
    part VARCHAR NOT NULL,      -- budget, or a part of it (with @ and its day, dealer ...)
    most_fen BIGINT NOT NULL,
    taken_fen BIGINT NOT NULL   -- committed and payable once these had been issued
);
