-- 问题：哪家经销商哪一天的销量异常高？
-- Question: On which days did a dealer sell far more than it usually does?
-- Note: 异常只提示核对，不说明有错 · unusual days are worth a look, and no proof of anything.
-- param: campaign VARCHAR = 'zhangjiajie-2022-new-year' · 活动编号 · the campaign
-- param: score DOUBLE = 3.0, 0 to 1000 · 至少高出几个标准差 · at least how many standard deviations
-- Columns:
--   day: 日期 · the day
--   dealer_id: 经销商编号 · the dealer
--   dealer_name: 经销商名称 · its name
--   cars: 当日符合条件的辆数 · eligible cars that day
--   usual_cars: 该经销商活动期其他日子的日均辆数 · its cars a day on the other days of the campaign
--   score: 高出平常多少个标准差（按计数的离散） · how many standard deviations of a count above
WITH span AS (
    SELECT date_diff('day', sales_from, as_of) + 1 AS days
    FROM campaigns WHERE campaign_id = $campaign
), daily AS (
    SELECT dealer_id, sold_on AS day, count(*) AS cars,
           sum(count(*)) OVER (PARTITION BY dealer_id) AS all_cars
    FROM eligible_sales WHERE campaign_id = $campaign GROUP BY dealer_id, sold_on
), measured AS (
    SELECT *, (all_cars - cars) / nullif((SELECT days FROM span) - 1, 0) AS usual
    FROM daily
)
SELECT m.day, m.dealer_id, d.name AS dealer_name, m.cars,
       m.usual::DECIMAL(18, 2) AS usual_cars,
       ((m.cars - m.usual) / sqrt(greatest(m.usual, 0.5)))::DECIMAL(18, 1) AS score
FROM measured AS m LEFT JOIN dealers AS d USING (dealer_id)
WHERE (m.cars - m.usual) / sqrt(greatest(m.usual, 0.5)) >= $score
ORDER BY score DESC, m.day, m.dealer_id;
