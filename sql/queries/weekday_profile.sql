-- 问题：一周中哪几天卖得多？
-- Question: On which days of the week are most cars sold?
-- param: campaign VARCHAR = 'zhangjiajie-2022-new-year' · 活动编号 · the campaign
-- Columns:
--   weekday: 星期，1 为星期一 · the day of the week, 1 for Monday
--   days: 该星期几的天数 · how many such days there were
--   cars: 符合条件的辆数 · eligible cars
--   cars_a_day: 日均辆数 · cars a day
--   share_percent: 占全部辆数的百分比 · percent of all cars
SELECT k.weekday, count(*) AS days, sum(t.cars_sold)::BIGINT AS cars,
       avg(t.cars_sold)::DECIMAL(18, 2) AS cars_a_day,
       (100 * sum(t.cars_sold) / nullif(sum(sum(t.cars_sold)) OVER (), 0))
           ::DECIMAL(5, 1) AS share_percent
FROM daily_totals AS t JOIN calendar AS k USING (day)
WHERE t.campaign_id = $campaign
GROUP BY k.weekday ORDER BY k.weekday;
