-- 问题：扣除一周内的起伏，每天的销量在升还是在降？
-- Question: Once the swing of the week is taken out, do daily sales rise or fall?
-- param: campaign VARCHAR = 'zhangjiajie-2022-new-year' · 活动编号 · the campaign
-- param: days INTEGER = 7, 1 to 366 · 平均的天数 · how many days are averaged
-- Columns:
--   day: 日期（上海） · the day, Asia/Shanghai
--   cars: 当日辆数 · cars that day
--   mean_cars: 前若干天（含当日）的日均辆数；天数不足时为空 · mean cars a day of the last days, this one included; null where there are too few
SELECT day, cars_sold AS cars,
       CASE WHEN count(*) OVER last_days = $days
            THEN (avg(cars_sold) OVER last_days)::DECIMAL(18, 2) END AS mean_cars
FROM daily_totals WHERE campaign_id = $campaign
WINDOW last_days AS (ORDER BY day RANGE BETWEEN ($days - 1) * INTERVAL 1 DAY PRECEDING
                     AND CURRENT ROW)
ORDER BY day;
