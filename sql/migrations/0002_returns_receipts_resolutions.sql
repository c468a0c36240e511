-- Sales are taken back and made out anew, conflicts resolved, deliveries receipted.

-- Keys and numbers of which each row has another are kept as they are: looking for a way
-- to compress them took a third of a landing, to halve the file.
CREATE TABLE sale_versions_next (
    sale_id VARCHAR USING COMPRESSION uncompressed NOT NULL,
    version INTEGER NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    feed_id VARCHAR NOT NULL,
    sheet VARCHAR NOT NULL,
    row_no INTEGER NOT NULL,
    row_hash VARCHAR USING COMPRESSION uncompressed NOT NULL,
    identity VARCHAR USING COMPRESSION uncompressed NOT NULL,
    dealer_id VARCHAR NOT NULL,
    record_no VARCHAR USING COMPRESSION uncompressed,
    vin VARCHAR USING COMPRESSION uncompressed,
    invoice_code VARCHAR,
    invoice_number VARCHAR USING COMPRESSION uncompressed,
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
    buyer_key VARCHAR USING COMPRESSION uncompressed,
    buyer_id_masked VARCHAR,
    buyer_name_masked VARCHAR,
    phone_key VARCHAR USING COMPRESSION uncompressed,
    phone_masked VARCHAR,
    synthetic BOOLEAN NOT NULL,
    cancelled BOOLEAN NOT NULL, -- the sale was taken back
    cancelled_on DATE,
    cancel_reason VARCHAR,      -- of model.kinds.CancelReason
    red_invoice VARCHAR,        -- the invoice that took the sale back
    replaces_invoice VARCHAR    -- the earlier invoice that this one was made out for anew
);

INSERT INTO sale_versions_next BY NAME SELECT *, false AS cancelled FROM sale_versions;
DROP TABLE sale_versions;
ALTER TABLE sale_versions_next RENAME TO sale_versions;

CREATE TABLE sale_chains (      -- invoices made out anew for a sale known by an earlier one
    identity VARCHAR PRIMARY KEY,
    sale_id VARCHAR NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    feed_id VARCHAR NOT NULL
);

CREATE TABLE sale_resolutions ( -- a person's verdict on a sale of a vehicle in conflict
    resolution_id VARCHAR NOT NULL, -- one resolution, a row for each sale it is about
    recorded_at TIMESTAMP NOT NULL,
    vin VARCHAR NOT NULL,
    sale_id VARCHAR NOT NULL,
    verdict VARCHAR NOT NULL,   -- uphold or set_aside
    who VARCHAR NOT NULL,
    why VARCHAR NOT NULL
);

ALTER TABLE dealer_versions ADD COLUMN active BOOLEAN DEFAULT true; -- false: it has closed

ALTER TABLE feeds ADD COLUMN dealer_id VARCHAR; -- the dealer that sent it by its own token
ALTER TABLE feeds ADD COLUMN conflicts INTEGER DEFAULT 0; -- of its sales, with other dealers'
ALTER TABLE feeds ADD COLUMN synthetic BOOLEAN DEFAULT false; -- some row of it is made up

ALTER TABLE login_links ADD COLUMN dealer VARCHAR; -- where a dealer signs in, which one
ALTER TABLE sessions ADD COLUMN dealer VARCHAR;

CREATE TABLE deliveries (       -- a receipt for every file that came, whatever became of it
    delivery_id VARCHAR PRIMARY KEY,
    received_at TIMESTAMP NOT NULL,
    channel VARCHAR NOT NULL,   -- command, http, page or watch
    sender VARCHAR NOT NULL,    -- the name of the token, session or folder
    role VARCHAR NOT NULL,
    dealer_id VARCHAR,          -- where a dealer sent it
    file VARCHAR NOT NULL,
    sha256 VARCHAR NOT NULL,
    size_bytes BIGINT NOT NULL,
    profile VARCHAR NOT NULL,
    outcome VARCHAR NOT NULL,   -- landed, duplicate or unreadable
    feed_id VARCHAR,            -- null for an unreadable file
    error_zh VARCHAR,
    error_en VARCHAR,
    remedy_zh VARCHAR,
    remedy_en VARCHAR
);

CREATE TABLE feed_notes (       -- what was decided in reading a row, cell by cell
    feed_id VARCHAR NOT NULL,
    sheet VARCHAR NOT NULL,
    row_no INTEGER NOT NULL,
    code VARCHAR NOT NULL,
    field VARCHAR,
    header VARCHAR,
    found VARCHAR               -- masked
);

CREATE TABLE feed_suggestions ( -- unknown headers that resemble known ones
    feed_id VARCHAR NOT NULL,
    sheet VARCHAR NOT NULL,
    column_no INTEGER NOT NULL,
    header VARCHAR NOT NULL,
    field VARCHAR NOT NULL,
    nearest VARCHAR NOT NULL
);

CREATE TABLE sealed_rejects (   -- refused rows as they came, encrypted under the home's key
    feed_id VARCHAR NOT NULL,
    sheet VARCHAR NOT NULL,
    sealed BLOB NOT NULL
);
