-- 问题：哪些经销商卖得最多，前几家占多少？
-- Question: Which dealers sold most, and how much do the first few have together?
-- param: campaign VARCHAR = 'zhangjiajie-2022-new-year' · 活动编号 · the campaign
-- Columns:
--   place: 名次 · the place, ties alike
--   dealer_id: 经销商编号 · the dealer
--   dealer_name: 经销商名称 · its name
--   district: 经销商所在区县 · its district
--   cars: 符合条件的辆数 · eligible cars
--   sales_yuan: 销售额，元 · their prices, yuan
--   share_percent: 占全部辆数的百分比 · percent of all cars
--   cumulative_percent: 至此名次的累计百分比 · percent of this one and all before
SELECT rank() OVER (ORDER BY cars_sold DESC) AS place, dealer_id, dealer_name, district,
       cars_sold AS cars, sales_yuan,
       (100 * cars_sold / sum(cars_sold) OVER ())::DECIMAL(5, 1) AS share_percent,
       (100 * sum(cars_sold) OVER (ORDER BY cars_sold DESC, dealer_id)
           / sum(cars_sold) OVER ())::DECIMAL(5, 1) AS cumulative_percent
FROM dealer_totals WHERE campaign_id = $campaign
ORDER BY cars DESC, dealer_id;
