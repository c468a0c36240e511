-- Meaning: 各活动的合计 · each campaign's totals.
-- Grain: 每个活动一行 · one row a campaign.
-- Columns:
--   campaign_id: 活动编号 · the campaign.
--   name_zh: 活动中文名 · its name in Chinese.
--   name_en: 活动英文名 · its name in English.
--   as_of: 数据截至日；销售期内尚无销售时为空 · the day figures stand at, null while its days have no sale.
--   cars_sold: 符合条件的辆数 · the eligible cars sold.
--   sales_fen: 销售额（条款口径），单位分 · their prices on the terms' basis, in fen.
--   sales_yuan: 销售额，单位元 · the same in yuan.
--   vouchers_fen: 应得消费券金额，单位分 · the vouchers they earn, in fen.
--   vouchers_yuan: 应得消费券金额，单位元 · the same in yuan.
--   mean_price_fen: 平均价格，单位分，四舍五入；无销售时为空 · the mean price in fen, rounded half up; null without sales.
--   gross_ratio: 销售额与消费券之比，是毛比值，不是效果 · sales over vouchers: a gross ratio, and no effect.
--   synthetic: 销售期内任一笔销售为合成数据时为真 · true if a sale of its days is made up.
-- Units: *_fen 为分，*_yuan 为元 · *_fen in fen, *_yuan in yuan.
CREATE VIEW published.campaign_totals AS
SELECT c.campaign_id, c.name_zh, c.name_en, c.as_of,
       coalesce(sum(t.cars_sold), 0)::BIGINT AS cars_sold,
       coalesce(sum(t.sales_fen), 0)::BIGINT AS sales_fen,
       (coalesce(sum(t.sales_fen), 0)::DECIMAL(20, 2) / 100)::DECIMAL(18, 2)
           AS sales_yuan,
       coalesce(sum(t.vouchers_fen), 0)::BIGINT AS vouchers_fen,
       (coalesce(sum(t.vouchers_fen), 0)::DECIMAL(20, 2) / 100)::DECIMAL(18, 2)
           AS vouchers_yuan,
       CASE WHEN sum(t.cars_sold) > 0
            THEN ((2 * sum(t.sales_fen) + sum(t.cars_sold))
                  // (2 * sum(t.cars_sold)))::BIGINT END AS mean_price_fen,
       round(sum(t.sales_fen) / nullif(sum(t.vouchers_fen), 0), 2) AS gross_ratio,
       c.synthetic
FROM campaigns AS c
LEFT JOIN daily_totals AS t ON t.campaign_id = c.campaign_id AND t.day <= c.as_of
GROUP BY c.campaign_id, c.name_zh, c.name_en, c.as_of, c.synthetic;
