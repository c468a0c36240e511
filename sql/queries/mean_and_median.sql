-- 问题：平均价和中位价各是多少，按能源类型看呢？
-- Question: What are the mean and the median price, over all and by what cars run on?
-- param: campaign VARCHAR = 'zhangjiajie-2022-new-year' · 活动编号 · the campaign
-- Columns:
--   energy: 能源类型；all 为全部 · what the cars run on; all for every car
--   cars: 符合条件的辆数 · eligible cars
--   mean_yuan: 平均价，元 · the mean price, yuan
--   lower_quartile_yuan: 下四分位，元 · a quarter costs no more, yuan
--   median_yuan: 中位价，元 · half cost no more, yuan
--   upper_quartile_yuan: 上四分位，元 · three quarters cost no more, yuan
SELECT CASE WHEN grouping(energy) = 1 THEN 'all' ELSE coalesce(energy, 'unknown') END
           AS energy,
       count(*) AS cars, (avg(price_fen) / 100)::DECIMAL(18, 2) AS mean_yuan,
       (quantile_disc(price_fen, 0.25) / 100)::DECIMAL(18, 2) AS lower_quartile_yuan,
       (quantile_disc(price_fen, 0.5) / 100)::DECIMAL(18, 2) AS median_yuan,
       (quantile_disc(price_fen, 0.75) / 100)::DECIMAL(18, 2) AS upper_quartile_yuan
FROM eligible_sales WHERE campaign_id = $campaign
GROUP BY ROLLUP (energy)
ORDER BY grouping(eligible_sales.energy) DESC, cars DESC, 1;
