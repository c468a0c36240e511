-- Meaning: the sales beside their decisions, as known at an instant.
-- Grain: one row a campaign and sale. Macro: FROM decided_sales_at(known_at).
-- Columns: campaign_id; the columns of sales_at that totals need; price_fen, the price on
--   the basis of the terms that decided it; outcome; eligible; reasons; comparable,
--   true of a sale that counts or would but for its day or for what was left to give, by
--   which years are compared; amount_fen, the voucher earned.
-- Units: *_fen in fen.
-- needs: sales_at, decisions_at
CREATE OR REPLACE MACRO decided_sales_at(known_at) AS TABLE
SELECT d.campaign_id, s.sale_id, s.sold_on, s.dealer_id, s.dealer_name, s.district,
       s.brand, s.energy, s.condition, d.price_fen,
       d.outcome, d.eligible, d.reasons,
       list_has_all(['sold_before_start', 'sold_after_end', 'contract_outside_window',
                     'registered_outside_window', 'applied_outside_window',
                     'entered_after_close', 'draw_pending', 'quota_full',
                     'sub_budget_spent', 'budget_spent'], d.reasons) AS comparable,
       d.amount_fen, s.synthetic
FROM sales_at(known_at) AS s
JOIN decisions_at(known_at) AS d
  ON d.sale_id = s.sale_id AND d.sale_version = s.version;
