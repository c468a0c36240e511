-- 问题：各类能源的车逐周各占多少？
-- Question: What share did each kind of energy have from week to week?
-- param: campaign VARCHAR = 'zhangjiajie-2022-new-year' · 活动编号 · the campaign
-- Columns:
--   week: 周一的日期 · the Monday of the week
--   energy: 能源类型：bev 纯电、phev 插电混动、erev 增程、hev 油电混动、ice 燃油；未报时为空 · battery-electric (bev), plug-in hybrid (phev), range-extended (erev), hybrid (hev), petrol or diesel (ice); null where not told
--   cars: 符合条件的辆数 · eligible cars
--   share_percent: 占当周全部辆数的百分比 · percent of all the week's cars
WITH weekly AS (
    SELECT date_trunc('week', day)::DATE AS week, energy, sum(cars_sold)::BIGINT AS cars
    FROM energy_daily WHERE campaign_id = $campaign GROUP BY ALL
)
SELECT week, energy, cars,
       (100 * cars / sum(cars) OVER (PARTITION BY week))::DECIMAL(5, 1)
           AS share_percent
FROM weekly ORDER BY week, cars DESC, energy;
