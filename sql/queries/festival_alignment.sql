-- 问题：与上一年距春节同样天数的日子相比，卖得多还是少？
-- Question: Were more cars sold than on the days as far from Spring Festival a year earlier?
-- Note: 两年之差含市场和政策的变化，不是消费券的效果 · the two years differ by market and policy too: no effect of vouchers.
-- param: campaign VARCHAR = 'zhangjiajie-2022-new-year' · 活动编号 · the campaign
-- Columns:
--   festival_offset: 距正月初一的天数，之前为负 · days from the first of the lunar year, negative before it
--   day: 活动期的日期 · the day of the campaign
--   cars: 当日可比辆数 · comparable cars that day
--   base_day: 上一年的对应日期 · the matching day a year earlier
--   base_cars: 对应日的可比辆数 · comparable cars on it
--   cumulative_cars: 累计 · so far
--   cumulative_base_cars: 上一年累计 · so far a year earlier
WITH counted AS (
    SELECT s.sold_on AS day, count(*) AS cars
    FROM decisions AS n JOIN sales AS s USING (sale_id)
    WHERE n.campaign_id = $campaign AND n.comparable GROUP BY s.sold_on
), days AS (
    SELECT k.day, k.festival_offset, k.day - k.festival_offset AS festival
    FROM calendar AS k JOIN campaigns AS c ON c.campaign_id = $campaign
    WHERE k.day BETWEEN c.sales_from AND c.as_of
), paired AS (
    SELECT d.day, d.festival_offset, b.day AS base_day
    FROM days AS d LEFT JOIN calendar AS b
      ON b.festival_offset = d.festival_offset
     AND b.day BETWEEN d.festival + d.festival_offset - 390
                   AND d.festival + d.festival_offset - 350
)
SELECT p.festival_offset, p.day, coalesce(c.cars, 0) AS cars, p.base_day,
       CASE WHEN p.base_day IS NOT NULL THEN coalesce(b.cars, 0) END AS base_cars,
       sum(coalesce(c.cars, 0)) OVER so_far::BIGINT AS cumulative_cars,
       CASE WHEN p.base_day IS NOT NULL
            THEN sum(coalesce(b.cars, 0)) OVER so_far::BIGINT END
           AS cumulative_base_cars
FROM paired AS p
LEFT JOIN counted AS c ON c.day = p.day
LEFT JOIN counted AS b ON b.day = p.base_day
WINDOW so_far AS (ORDER BY p.day)
ORDER BY p.day;
