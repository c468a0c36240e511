-- 问题：车价分布在哪些区间？
-- Question: How are prices distributed over bands?
-- param: campaign VARCHAR = 'zhangjiajie-2022-new-year' · 活动编号 · the campaign
-- param: width_yuan BIGINT = 50000, 1 to 10000000 · 区间宽度，元 · the width of a band, yuan
-- Columns:
--   from_yuan: 区间下限（含），元 · the band's lower end, included, yuan
--   to_yuan: 区间上限（不含），元 · the band's upper end, not included, yuan
--   cars: 符合条件的辆数 · eligible cars
--   share_percent: 占全部辆数的百分比 · percent of all cars
--   sales_yuan: 销售额，元 · their prices, yuan
WITH banded AS (
    SELECT price_fen // ($width_yuan::BIGINT * 100) AS band, price_fen
    FROM eligible_sales WHERE campaign_id = $campaign
)
SELECT band * $width_yuan AS from_yuan, (band + 1) * $width_yuan AS to_yuan,
       count(*) AS cars,
       (100 * count(*) / sum(count(*)) OVER ())::DECIMAL(5, 1) AS share_percent,
       (sum(price_fen) / 100)::DECIMAL(18, 2) AS sales_yuan
FROM banded GROUP BY band ORDER BY band;
