-- Meaning: each campaign's totals as of a business day, as known at an instant.
-- Grain: one row a campaign. Macro: FROM campaign_totals_at(as_of, known_at).
-- Columns: campaign_id; cars_sold, the eligible cars sold by that day; sales_fen and
--   sales_yuan, their prices on the campaign's price basis; vouchers_fen, the vouchers
--   they earn; mean_price_fen, rounded half up; gross_ratio, sales over vouchers, a gross
--   figure and no effect.
-- Units: *_fen in fen; sales_yuan in yuan.
-- needs: decided_sales_at, campaigns_at
CREATE OR REPLACE MACRO campaign_totals_at(as_of, known_at) AS TABLE
SELECT c.campaign_id,
       count(s.sale_id) AS cars_sold,
       coalesce(sum(s.price_fen), 0)::BIGINT AS sales_fen,
       (coalesce(sum(s.price_fen), 0)::DECIMAL(20, 2) / 100)::DECIMAL(18, 2)
           AS sales_yuan,
       coalesce(sum(s.amount_fen), 0)::BIGINT AS vouchers_fen,
       CASE WHEN count(s.sale_id) > 0
            THEN ((2 * sum(s.price_fen) + count(s.sale_id))
                  // (2 * count(s.sale_id)))::BIGINT
       END AS mean_price_fen,
       round(sum(s.price_fen) / nullif(sum(s.amount_fen), 0), 2) AS gross_ratio
FROM campaigns_at(known_at) AS c
LEFT JOIN decided_sales_at(known_at) AS s
  ON s.campaign_id = c.campaign_id AND s.eligible AND s.sold_on <= as_of
GROUP BY c.campaign_id;
