-- Meaning: what each campaign's terms say of each sale, as known at an instant.
-- Grain: one row a campaign and sale. Macro: FROM decisions_at(known_at).
-- Columns: campaign_id; sale_id; sale_version, the version decided on; eligible;
--   outcome (eligible, waitlisted, needs_review, ineligible); reasons, every reason
--   against it; amount_fen, the voucher earned; price_fen, the price on the terms' basis;
--   tier, the tier it lies in; rival_sale_id, the sale that took its place; waits_for, the
--   quota or budget it waits for; terms_version; input_hash; recorded_at (UTC).
-- Units: amount_fen and price_fen in fen.
CREATE OR REPLACE MACRO decisions_at(known_at) AS TABLE
SELECT d.* FROM decision_versions AS d
WHERE d.recorded_at <= known_at
  AND NOT EXISTS (
      SELECT 1 FROM decision_versions AS newer
      WHERE newer.campaign_id = d.campaign_id AND newer.sale_id = d.sale_id
        AND newer.decision_no = d.decision_no + 1
        AND newer.decision_no > 1 AND newer.recorded_at <= known_at);
