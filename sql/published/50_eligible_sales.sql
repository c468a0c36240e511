-- Meaning: 符合条件的销售及其应得消费券 · the sales that are eligible, with what they earn.
-- Grain: 每个活动和符合条件的销售一行 · one row a campaign and eligible sale.
-- Columns:
--   campaign_id: 活动编号 · the campaign.
--   sale_id: 销售编号，见 sales · the sale, as in sales.
--   sold_on: 开票日（上海日期） · the invoice day, Asia/Shanghai.
--   dealer_id: 经销商编号 · the dealer.
--   district: 区县 · the district.
--   brand: 品牌 · the brand.
--   model: 车型 · the model.
--   energy: 能源类型：bev 纯电、phev 插电混动、erev 增程、hev 油电混动、ice 燃油；未报时为空 · what the car runs on: bev battery, phev plug-in hybrid, erev range extender, hev hybrid, ice petrol or diesel; null where not told.
--   price_fen: 条款口径的价格，单位分 · the price on the terms' basis, in fen.
--   price_yuan: 条款口径的价格，单位元 · the price on the terms' basis, in yuan.
--   amount_fen: 应得消费券金额，单位分 · the voucher earned, in fen.
--   synthetic: 合成数据为真 · true for made-up data.
-- Units: *_fen 为分，*_yuan 为元 · *_fen in fen, *_yuan in yuan.
CREATE VIEW published.eligible_sales AS
SELECT d.campaign_id, s.sale_id, s.sold_on, s.dealer_id, s.district, s.brand, s.model,
       s.energy, d.price_fen,
       (d.price_fen::DECIMAL(20, 2) / 100)::DECIMAL(18, 2) AS price_yuan,
       d.amount_fen, s.synthetic
FROM decisions AS d JOIN sales AS s USING (sale_id)
WHERE d.eligible;
