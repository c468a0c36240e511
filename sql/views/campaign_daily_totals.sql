-- Meaning: each campaign's eligible sales day by day, and the running totals, as known now.
-- Grain: one row a campaign and day with an eligible sale.
-- Columns: campaign_id; sold_on; cars_sold; sales_fen; sales_yuan; vouchers_fen; and the
--   running cumulative_cars, cumulative_sales_fen, cumulative_vouchers_fen up to the day.
-- Units: *_fen in fen; sales_yuan in yuan.
-- needs: decided_sales_at
CREATE OR REPLACE VIEW campaign_daily_totals AS
WITH daily AS (
    SELECT campaign_id, sold_on,
           count(*) AS cars_sold,
           sum(price_fen)::BIGINT AS sales_fen,
           sum(amount_fen)::BIGINT AS vouchers_fen
    FROM decided_sales_at(TIMESTAMP 'infinity')
    WHERE eligible
    GROUP BY campaign_id, sold_on
)
SELECT campaign_id, sold_on, cars_sold, sales_fen,
       (sales_fen::DECIMAL(20, 2) / 100)::DECIMAL(18, 2) AS sales_yuan,
       vouchers_fen,
       (sum(cars_sold) OVER running)::BIGINT AS cumulative_cars,
       (sum(sales_fen) OVER running)::BIGINT AS cumulative_sales_fen,
       (sum(vouchers_fen) OVER running)::BIGINT AS cumulative_vouchers_fen
FROM daily
WINDOW running AS (PARTITION BY campaign_id ORDER BY sold_on);
