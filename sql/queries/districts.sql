-- 问题：各区县卖出多少辆、占多少，均价多少？
-- Question: How many cars did each district sell, what share is that, and at what mean price?
-- param: campaign VARCHAR = 'zhangjiajie-2022-new-year' · 活动编号 · the campaign
-- Columns:
--   district: 区县，不明时为空 · the district, null where unknown
--   cars: 符合条件的辆数 · eligible cars
--   share_percent: 占全部辆数的百分比 · percent of all cars
--   sales_yuan: 销售额，元 · their prices, yuan
--   mean_price_yuan: 均价，元 · their mean price, yuan
--   dealers: 有销售的经销商数 · dealers with a sale
SELECT district, count(*) AS cars,
       (100 * count(*) / sum(count(*)) OVER ())::DECIMAL(5, 1) AS share_percent,
       (sum(price_fen) / 100)::DECIMAL(18, 2) AS sales_yuan,
       (avg(price_fen) / 100)::DECIMAL(18, 2) AS mean_price_yuan,
       count(DISTINCT dealer_id) AS dealers
FROM eligible_sales WHERE campaign_id = $campaign
GROUP BY district ORDER BY cars DESC, district;
