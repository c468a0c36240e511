-- 问题：新能源车的比例逐周如何变化？
-- Question: How did the share of new-energy cars go from week to week?
-- param: campaign VARCHAR = 'zhangjiajie-2022-new-year' · 活动编号 · the campaign
-- Columns:
--   week: 周一的日期 · the Monday of the week
--   energy: 能源类型，未报时为空 · what the cars run on, null where not told
--   cars: 符合条件的辆数 · eligible cars
--   share_percent: 占当周辆数的百分比 · percent of the week's cars
WITH weekly AS (
    SELECT date_trunc('week', day)::DATE AS week, energy, sum(cars_sold)::BIGINT AS cars
    FROM energy_daily WHERE campaign_id = $campaign GROUP BY ALL
)
SELECT week, energy, cars,
       (100 * cars / sum(cars) OVER (PARTITION BY week))::DECIMAL(5, 1)
           AS share_percent
FROM weekly ORDER BY week, cars DESC, energy;
