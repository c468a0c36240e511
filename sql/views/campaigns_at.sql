-- Meaning: the campaigns open in this home, with their terms as known at an instant.
-- Grain: one row a campaign. Macro: FROM campaigns_at(known_at).
-- Columns: campaign_id; version; terms_version, the content hash of the terms;
--   price_basis, the price the terms mean; sales_from and sales_to, both days included;
--   price_floor_fen; voucher_fen, null where tiers say the amount; per_vehicle; queue, who
--   comes first where money is short (submission, invoice or lottery); document, the
--   dated YAML; budget_fen, null where none is stated; recorded_at (UTC). Of dated
--   entries the last one's values stand here.
-- Units: *_fen in fen.
CREATE OR REPLACE MACRO campaigns_at(known_at) AS TABLE
SELECT * FROM campaign_versions
WHERE recorded_at <= known_at
QUALIFY row_number() OVER (PARTITION BY campaign_id ORDER BY version DESC) = 1;
