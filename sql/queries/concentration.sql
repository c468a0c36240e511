-- 问题：销售集中在少数经销商、品牌或区县吗？
-- Question: Are sales concentrated in a few dealers, brands or districts?
-- param: campaign VARCHAR = 'zhangjiajie-2022-new-year' · 活动编号 · the campaign
-- Columns:
--   measure: 按什么看：dealer 经销商、brand 品牌、district 区县 · dealer, brand or district
--   groups: 有销售的组数 · groups with a sale
--   largest_percent: 最大一组的百分比 · percent of the largest
--   hhi: 赫芬达尔指数，0 到 10000，2500 以上为高度集中 · Herfindahl index, 0 to 10000; more than 2500 is highly concentrated
WITH counted AS (
    SELECT 'dealer' AS measure, dealer_id AS grouped, count(*) AS cars
    FROM eligible_sales WHERE campaign_id = $campaign GROUP BY ALL
    UNION ALL
    SELECT 'brand', brand, count(*)
    FROM eligible_sales WHERE campaign_id = $campaign GROUP BY ALL
    UNION ALL
    SELECT 'district', district, count(*)
    FROM eligible_sales WHERE campaign_id = $campaign GROUP BY ALL
), shared AS (
    SELECT measure, 100 * cars / sum(cars) OVER (PARTITION BY measure) AS percent
    FROM counted
)
SELECT measure, count(*) AS groups, max(percent)::DECIMAL(5, 1) AS largest_percent,
       round(sum(percent * percent))::BIGINT AS hhi
FROM shared GROUP BY measure ORDER BY measure;
