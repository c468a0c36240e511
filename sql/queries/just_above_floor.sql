-- 问题：刚过门槛价的车占多少，比活动前多吗？
-- Question: What share of cars cost just more than the floor, and is it more than before?
-- Note: 两个时段之差不等于消费券的效果 · the difference of two periods is no effect of vouchers.
-- param: campaign VARCHAR = 'zhangjiajie-2022-new-year' · 活动编号 · the campaign
-- param: margin_yuan BIGINT = 5000, 1 to 1000000 · 高出门槛价多少以内，元 · how far above the floor, yuan
-- Columns:
--   period: 时段：campaign 活动期，before 活动前同样天数 · campaign, or before: as many days before it
--   cars: 不低于门槛价的辆数 · cars at or above the floor
--   just_above: 其中刚过门槛价的 · of these, within the margin above it
--   share_percent: 占百分比 · percent of them
WITH asked AS (
    SELECT *, date_diff('day', sales_from, as_of) + 1 AS days
    FROM campaigns WHERE campaign_id = $campaign
), sold AS (
    SELECT CASE WHEN s.sold_on >= c.sales_from THEN 'campaign' ELSE 'before' END
               AS period,
           n.price_fen < c.price_floor_fen + $margin_yuan::BIGINT * 100 AS is_just_above
    FROM asked AS c
    JOIN decisions AS n USING (campaign_id)
    JOIN sales AS s USING (sale_id)
    WHERE s.sold_on BETWEEN c.sales_from - c.days::INTEGER AND c.as_of
      AND n.price_fen >= c.price_floor_fen AND NOT s.cancelled AND NOT s.set_aside
)
SELECT period, count(*) AS cars, count(*) FILTER (is_just_above) AS just_above,
       (100 * count(*) FILTER (is_just_above) / count(*))::DECIMAL(5, 1)
           AS share_percent
FROM sold GROUP BY period ORDER BY period;
