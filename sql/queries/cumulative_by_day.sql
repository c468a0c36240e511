-- 问题：活动期内每天卖出多少辆，累计多少？
-- Question: How many cars were sold each day of the campaign, and how many in all by then?
-- param: campaign VARCHAR = 'zhangjiajie-2022-new-year' · 活动编号 · the campaign
-- Columns:
--   day: 日期（上海） · the day, Asia/Shanghai
--   cars: 当日辆数 · cars that day
--   sales_yuan: 当日销售额，元 · their prices, yuan
--   cumulative_cars: 累计辆数 · cars so far
--   cumulative_sales_yuan: 累计销售额，元 · sales so far, yuan
--   cumulative_vouchers_yuan: 累计应得消费券，元 · vouchers earned so far, yuan
SELECT day, cars_sold AS cars, (sales_fen / 100)::DECIMAL(18, 2) AS sales_yuan,
       cumulative_cars,
       (cumulative_sales_fen / 100)::DECIMAL(18, 2) AS cumulative_sales_yuan,
       (cumulative_vouchers_fen / 100)::DECIMAL(18, 2) AS cumulative_vouchers_yuan
FROM daily_totals WHERE campaign_id = $campaign ORDER BY day;
