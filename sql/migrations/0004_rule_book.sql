-- Terms can ask more of a sale, decisions say more, and seeds of draws are revealed.

ALTER TABLE sale_versions ADD COLUMN contract_on DATE;      -- the order or contract
ALTER TABLE sale_versions ADD COLUMN registered_on DATE;    -- the plate
ALTER TABLE sale_versions ADD COLUMN applied_on DATE;       -- the claim
ALTER TABLE sale_versions ADD COLUMN buyer_kind VARCHAR;    -- of model.kinds.BuyerKind
ALTER TABLE sale_versions ADD COLUMN buyer_age SMALLINT;    -- full years on the invoice day
ALTER TABLE sale_versions ADD COLUMN vehicle_use VARCHAR;   -- of model.kinds.VehicleUse
ALTER TABLE sale_versions ADD COLUMN seats SMALLINT;
ALTER TABLE sale_versions ADD COLUMN emission_stage SMALLINT; -- 6 for China VI
ALTER TABLE sale_versions ADD COLUMN displacement_ml INTEGER;
ALTER TABLE sale_versions ADD COLUMN tax_authority VARCHAR; -- code or name, as on the invoice
ALTER TABLE sale_versions ADD COLUMN plate_region VARCHAR;  -- a plate's first two characters
ALTER TABLE sale_versions ADD COLUMN old_disposal VARCHAR;  -- of model.kinds.OldDisposal
ALTER TABLE sale_versions ADD COLUMN old_fuel VARCHAR;      -- of model.kinds.OldFuel
ALTER TABLE sale_versions ADD COLUMN old_registered_on DATE;
ALTER TABLE sale_versions ADD COLUMN old_disposed_on DATE;
ALTER TABLE sale_versions ADD COLUMN submitted_at TIMESTAMP; -- the record of version 1

UPDATE sale_versions SET submitted_at = (
    SELECT min(first.recorded_at) FROM sale_versions AS first
    WHERE first.sale_id = sale_versions.sale_id);

ALTER TABLE campaign_versions ALTER COLUMN voucher_fen DROP NOT NULL; -- null: tiers say it
ALTER TABLE campaign_versions ADD COLUMN queue VARCHAR DEFAULT 'submission';

ALTER TABLE decision_versions ADD COLUMN outcome VARCHAR;   -- of model.kinds.Outcome
ALTER TABLE decision_versions ADD COLUMN price_fen BIGINT;  -- on the terms' price basis
ALTER TABLE decision_versions ADD COLUMN tier VARCHAR;
ALTER TABLE decision_versions ADD COLUMN waits_for VARCHAR; -- the quota or budget

UPDATE decision_versions SET outcome = CASE
    WHEN eligible THEN 'eligible'
    WHEN reasons = ['vehicle_in_conflict'] THEN 'needs_review'
    ELSE 'ineligible' END;
UPDATE decision_versions SET price_fen = CASE c.price_basis
    WHEN 'bare_price' THEN s.bare_price_fen
    WHEN 'invoice_total' THEN s.invoice_total_fen
    WHEN 'invoice_net' THEN s.invoice_net_fen END
FROM sale_versions AS s, (
    SELECT DISTINCT campaign_id, terms_version, price_basis FROM campaign_versions) AS c
WHERE s.sale_id = decision_versions.sale_id
  AND s.version = decision_versions.sale_version
  AND c.campaign_id = decision_versions.campaign_id
  AND c.terms_version = decision_versions.terms_version;

CREATE TABLE draw_reveals (     -- the seed of a draw, once entries had closed
    campaign_id VARCHAR NOT NULL,
    terms_version VARCHAR NOT NULL, -- the entry of the terms that announced it
    seed_sha256 VARCHAR NOT NULL, -- the hash that the terms had published
    seed VARCHAR NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    PRIMARY KEY (campaign_id, seed_sha256)
);
