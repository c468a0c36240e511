-- Meaning: 各活动逐日的符合条件销售及累计 · each campaign's eligible sales day by day, with running totals.
-- Grain: 每个活动和日期一行，销售期首日至数据截至日逐日都有；尚无销售的活动没有行 · one row a campaign and day: every day of the window until as_of, none for a campaign without a sale.
-- Columns:
--   campaign_id: 活动编号 · the campaign.
--   day: 日期（上海） · the day, Asia/Shanghai.
--   cars_sold: 当日符合条件的辆数 · eligible cars sold that day.
--   sales_fen: 当日符合条件的销售额（条款口径），单位分 · their prices on the terms' basis, in fen.
--   vouchers_fen: 当日应得消费券金额，单位分 · the vouchers they earn, in fen.
--   cumulative_cars: 累计辆数 · cars from the first day to this one.
--   cumulative_sales_fen: 累计销售额，单位分 · sales from the first day to this one, in fen.
--   cumulative_vouchers_fen: 累计消费券金额，单位分 · vouchers from the first day to this one, in fen.
-- Units: *_fen 为分，日期为上海日期 · *_fen in fen, days in Asia/Shanghai.
CREATE TABLE published.daily_totals AS
WITH sold AS (
    SELECT campaign_id, day, sum(cars_sold)::BIGINT AS cars_sold,
           sum(sales_fen)::BIGINT AS sales_fen, sum(vouchers_fen)::BIGINT AS vouchers_fen
    FROM eligible_days GROUP BY ALL
), days AS (
    SELECT campaign_id, unnest(generate_series(
               sales_from, as_of, INTERVAL 1 DAY))::DATE AS day
    FROM published.campaigns
    UNION SELECT campaign_id, day FROM sold
)
SELECT campaign_id, day, coalesce(cars_sold, 0) AS cars_sold,
       coalesce(sales_fen, 0) AS sales_fen, coalesce(vouchers_fen, 0) AS vouchers_fen,
       coalesce(sum(cars_sold) OVER running, 0)::BIGINT AS cumulative_cars,
       coalesce(sum(sales_fen) OVER running, 0)::BIGINT AS cumulative_sales_fen,
       coalesce(sum(vouchers_fen) OVER running, 0)::BIGINT AS cumulative_vouchers_fen
FROM days LEFT JOIN sold USING (campaign_id, day)
WINDOW running AS (PARTITION BY campaign_id ORDER BY day)
ORDER BY campaign_id, day;
