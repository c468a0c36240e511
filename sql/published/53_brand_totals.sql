-- Meaning: 各活动分品牌的合计 · each campaign's totals by brand.
-- Grain: 每个活动和品牌一行 · one row a campaign and brand.
-- Columns:
--   campaign_id: 活动编号 · the campaign.
--   brand: 品牌，未报时为空 · the brand, null where not told.
--   cars_sold: 符合条件的辆数 · the eligible cars sold.
--   sales_fen: 销售额（条款口径），单位分 · their prices on the terms' basis, in fen.
--   sales_yuan: 销售额，单位元 · the same in yuan.
--   vouchers_fen: 应得消费券金额，单位分 · the vouchers they earn, in fen.
-- Units: *_fen 为分，*_yuan 为元 · *_fen in fen, *_yuan in yuan.
CREATE VIEW published.brand_totals AS
SELECT campaign_id, brand, count(*) AS cars_sold, sum(price_fen)::BIGINT AS sales_fen,
       (sum(price_fen)::DECIMAL(20, 2) / 100)::DECIMAL(18, 2) AS sales_yuan,
       sum(amount_fen)::BIGINT AS vouchers_fen
FROM eligible_sales GROUP BY campaign_id, brand;
