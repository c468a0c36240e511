-- Meaning: the sales beside their decisions, as known at an instant.
-- Grain: one row a campaign and sale. Macro: FROM decided_sales_at(known_at).
-- Columns: campaign_id; the columns of sales_at that totals need; price_fen, the price
--   the campaign's terms mean; eligible; reasons; amount_fen, the voucher earned.
-- Units: *_fen in fen.
-- needs: sales_at, decisions_at, campaigns_at
CREATE OR REPLACE MACRO decided_sales_at(known_at) AS TABLE
SELECT d.campaign_id, s.sale_id, s.sold_on, s.dealer_id, s.dealer_name, s.district,
       s.brand, s.energy, s.condition, s.bare_price_fen, s.invoice_total_fen,
       s.invoice_net_fen,
       CASE c.price_basis
           WHEN 'bare_price' THEN s.bare_price_fen
           WHEN 'invoice_total' THEN s.invoice_total_fen
           WHEN 'invoice_net' THEN s.invoice_net_fen
       END AS price_fen,
       d.eligible, d.reasons, d.amount_fen, s.synthetic
FROM sales_at(known_at) AS s
JOIN decisions_at(known_at) AS d
  ON d.sale_id = s.sale_id AND d.sale_version = s.version
JOIN campaigns_at(known_at) AS c
  ON c.campaign_id = d.campaign_id;
