-- 问题：工作日和休息日日均各卖多少辆？
-- Question: How many cars are sold on a working day, and on a day off?
-- param: campaign VARCHAR = 'zhangjiajie-2022-new-year' · 活动编号 · the campaign
-- Columns:
--   is_working_day: 工作日（含调休）为真 · true for working days, make-up ones too
--   days: 天数 · days
--   cars: 符合条件的辆数 · eligible cars
--   cars_a_day: 日均辆数 · cars a day
--   mean_price_yuan: 均价，元 · their mean price, yuan
SELECT k.is_working_day, count(*) AS days, sum(t.cars_sold)::BIGINT AS cars,
       avg(t.cars_sold)::DECIMAL(18, 2) AS cars_a_day,
       (sum(t.sales_fen) / nullif(sum(t.cars_sold), 0) / 100)::DECIMAL(18, 2)
           AS mean_price_yuan
FROM daily_totals AS t JOIN calendar AS k USING (day)
WHERE t.campaign_id = $campaign
GROUP BY k.is_working_day ORDER BY k.is_working_day DESC;
