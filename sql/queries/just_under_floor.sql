-- 问题：哪些车只差一点没到门槛价？
-- Question: Which cars fell just short of the price floor?
-- param: campaign VARCHAR = 'zhangjiajie-2022-new-year' · 活动编号 · the campaign
-- param: margin_yuan BIGINT = 5000, 1 to 1000000 · 低于门槛价多少以内，元 · how far below the floor, yuan
-- Columns:
--   brand: 品牌 · the brand
--   model: 车型 · the model
--   cars: 销售期内价格略低于门槛价的辆数 · cars of the window priced within the margin below the floor
--   smallest_gap_yuan: 最少差多少，元 · the smallest gap, yuan
--   mean_gap_yuan: 平均差多少，元 · the mean gap, yuan
SELECT s.brand, s.model, count(*) AS cars,
       (min(c.price_floor_fen - n.price_fen) / 100)::DECIMAL(18, 2)
           AS smallest_gap_yuan,
       (avg(c.price_floor_fen - n.price_fen) / 100)::DECIMAL(18, 2) AS mean_gap_yuan
FROM campaigns AS c
JOIN decisions AS n USING (campaign_id)
JOIN sales AS s USING (sale_id)
WHERE c.campaign_id = $campaign AND s.sold_on BETWEEN c.sales_from AND c.sales_to
  AND NOT s.cancelled AND NOT s.set_aside AND n.price_fen < c.price_floor_fen
  AND n.price_fen >= c.price_floor_fen - $margin_yuan::BIGINT * 100
GROUP BY s.brand, s.model ORDER BY cars DESC, smallest_gap_yuan, s.brand, s.model;
