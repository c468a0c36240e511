-- 问题：活动到现在卖了多少辆、多少钱，发券多少，销售额是消费券的多少倍？
-- Question: How many cars has the campaign sold, for how much, against how much in vouchers?
-- Note: 毛比值不说明消费券带来了多少销售 · a gross ratio does not tell what the vouchers brought about.
-- param: campaign VARCHAR = 'zhangjiajie-2022-new-year' · 活动编号 · the campaign
-- Columns:
--   as_of: 数据截至日 · the day figures stand at
--   cars: 符合条件的辆数 · eligible cars
--   sales_yuan: 销售额（条款口径），元 · their prices on the terms' basis, yuan
--   vouchers_yuan: 应得消费券，元 · the vouchers they earn, yuan
--   mean_price_yuan: 平均价格，元 · their mean price, yuan
--   gross_ratio: 销售额与消费券之比（毛比值，不是效果） · sales over vouchers: gross, no effect
--   days: 已过天数 · days so far
--   cars_a_day: 日均辆数 · cars a day
SELECT t.as_of, t.cars_sold AS cars, t.sales_yuan, t.vouchers_yuan,
       (t.mean_price_fen / 100)::DECIMAL(18, 2) AS mean_price_yuan,
       t.gross_ratio::DECIMAL(18, 2) AS gross_ratio,
       date_diff('day', c.sales_from, t.as_of) + 1 AS days,
       (t.cars_sold / (date_diff('day', c.sales_from, t.as_of) + 1))::DECIMAL(18, 2)
           AS cars_a_day
FROM campaign_totals AS t JOIN campaigns AS c USING (campaign_id)
WHERE campaign_id = $campaign;
