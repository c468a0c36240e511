-- 问题：卖得最多的车型是哪些？
-- Question: Which models sold most?
-- param: campaign VARCHAR = 'zhangjiajie-2022-new-year' · 活动编号 · the campaign
-- param: most INTEGER = 20, 1 to 100000 · 最多列几行 · how many rows at most
-- Columns:
--   brand: 品牌 · the brand
--   model: 车型 · the model
--   energy: 能源类型 · what it runs on
--   cars: 符合条件的辆数 · eligible cars
--   lowest_price_yuan: 最低价，元 · the lowest price, yuan
--   median_price_yuan: 价格中位数，元 · the median price, yuan
--   highest_price_yuan: 最高价，元 · the highest price, yuan
SELECT brand, model, energy, count(*) AS cars,
       (min(price_fen) / 100)::DECIMAL(18, 2) AS lowest_price_yuan,
       (median(price_fen) / 100)::DECIMAL(18, 2) AS median_price_yuan,
       (max(price_fen) / 100)::DECIMAL(18, 2) AS highest_price_yuan
FROM eligible_sales WHERE campaign_id = $campaign
GROUP BY brand, model, energy
ORDER BY cars DESC, brand, model, energy LIMIT $most;
