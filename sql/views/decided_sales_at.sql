-- Meaning: the sales beside their decisions, as known at an instant.
-- Grain: one row a campaign and sale. Macro: FROM decided_sales_at(known_at).
-- Columns: campaign_id; the columns of sales_at that totals need; price_fen, the price on
--   the basis of the terms that decided it; outcome; eligible; reasons; amount_fen, the
--   voucher earned.
-- Units: *_fen in fen.
-- needs: sales_at, decisions_at
CREATE OR REPLACE MACRO decided_sales_at(known_at) AS TABLE
SELECT d.campaign_id, s.sale_id, s.sold_on, s.dealer_id, s.dealer_name, s.district,
       s.brand, s.energy, s.condition, d.price_fen,
       d.outcome, d.eligible, d.reasons, d.amount_fen, s.synthetic
FROM sales_at(known_at) AS s
JOIN decisions_at(known_at) AS d
  ON d.sale_id = s.sale_id AND d.sale_version = s.version;
