-- 问题：新能源车的比例逐周如何变化？
-- Question: How did the share of new-energy cars go from week to week?
-- Note: 新能源车指纯电 bev、插电混动 phev 和增程 erev，不含普通油电混动 hev；未报能源类型的车计入辆数，不计入比例 · new-energy cars are battery-electric (bev), plug-in hybrid (phev) and range-extended (erev) ones, and no plain hybrids (hev). Cars whose energy is not told are among the cars, and left out of the share.
-- param: campaign VARCHAR = 'zhangjiajie-2022-new-year' · 活动编号 · the campaign
-- Columns:
--   week: 周一的日期；首周和末周可能不满七天 · the Monday of the week; the first and the last may have fewer than seven days
--   cars: 符合条件的辆数 · eligible cars
--   new_energy: 其中新能源车 · of these, new-energy cars
--   not_told: 其中未报能源类型的 · of these, with no energy told
--   share_percent: 新能源车占已报能源类型的百分比；都未报时为空 · percent of the cars whose energy is told that are new-energy; null where it is told of none
SELECT date_trunc('week', day)::DATE AS week, sum(cars_sold)::BIGINT AS cars,
       coalesce(sum(cars_sold) FILTER (energy IN ('bev', 'phev', 'erev')), 0)::BIGINT
           AS new_energy,
       coalesce(sum(cars_sold) FILTER (energy IS NULL), 0)::BIGINT AS not_told,
       (100 * coalesce(sum(cars_sold) FILTER (energy IN ('bev', 'phev', 'erev')), 0)
           / sum(cars_sold) FILTER (energy IS NOT NULL))::DECIMAL(5, 1) AS share_percent
FROM energy_daily WHERE campaign_id = $campaign
GROUP BY week ORDER BY week;
