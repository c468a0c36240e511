-- Meaning: 各活动分经销商的合计 · each campaign's totals by dealer.
-- Grain: 每个活动和有符合条件销售的经销商一行 · one row a campaign and dealer with an eligible sale.
-- Columns:
--   campaign_id: 活动编号 · the campaign.
--   dealer_id: 经销商编号 · the dealer.
--   dealer_name: 经销商名称，未登记或不公布时为空 · its name, null where it is in no register or left out.
--   district: 经销商所在区县 · the dealer's own district.
--   cars_sold: 符合条件的辆数 · the eligible cars sold.
--   sales_fen: 销售额（条款口径），单位分 · their prices on the terms' basis, in fen.
--   sales_yuan: 销售额，单位元 · the same in yuan.
--   vouchers_fen: 应得消费券金额，单位分 · the vouchers they earn, in fen.
-- Units: *_fen 为分，*_yuan 为元 · *_fen in fen, *_yuan in yuan.
CREATE VIEW published.dealer_totals AS
SELECT e.campaign_id, e.dealer_id, d.name AS dealer_name, d.district,
       count(*) AS cars_sold, sum(e.price_fen)::BIGINT AS sales_fen,
       (sum(e.price_fen)::DECIMAL(20, 2) / 100)::DECIMAL(18, 2) AS sales_yuan,
       sum(e.amount_fen)::BIGINT AS vouchers_fen
FROM eligible_sales AS e LEFT JOIN dealers AS d USING (dealer_id)
GROUP BY e.campaign_id, e.dealer_id, d.name, d.district;
