-- 问题：各区县的销量逐周如何变化？
-- Question: How did each district's sales go from week to week?
-- Note: 隐去的小数字不能补算 · figures that are suppressed cannot be worked out.
-- param: campaign VARCHAR = 'zhangjiajie-2022-new-year' · 活动编号 · the campaign
-- Columns:
--   week: 周一的日期 · the Monday of the week
--   district: 区县 · the district
--   cars: 已公布的辆数 · cars, as far as they are shown
--   hidden_days: 隐去数字的天数；不为零时辆数可能偏低 · days whose figures are suppressed: where not zero, cars may be too low
SELECT date_trunc('week', day)::DATE AS week, district,
       coalesce(sum(cars_sold), 0)::BIGINT AS cars,
       count(*) FILTER (suppressed) AS hidden_days
FROM district_daily_totals WHERE campaign_id = $campaign
GROUP BY ALL ORDER BY week, district;
