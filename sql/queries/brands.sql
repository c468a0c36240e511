-- 问题：各品牌卖出多少辆、占多少，均价多少？
-- Question: How many cars did each brand sell, what share is that, and at what mean price?
-- param: campaign VARCHAR = 'zhangjiajie-2022-new-year' · 活动编号 · the campaign
-- Columns:
--   brand: 品牌，未报时为空 · the brand, null where not told
--   cars: 符合条件的辆数 · eligible cars
--   share_percent: 占全部辆数的百分比 · percent of all cars
--   sales_yuan: 销售额，元 · their prices, yuan
--   mean_price_yuan: 均价，元 · their mean price, yuan
SELECT brand, cars_sold AS cars,
       (100 * cars_sold / sum(cars_sold) OVER ())::DECIMAL(5, 1) AS share_percent,
       sales_yuan, (sales_fen / cars_sold / 100)::DECIMAL(18, 2) AS mean_price_yuan
FROM brand_totals WHERE campaign_id = $campaign
ORDER BY cars DESC, brand;
