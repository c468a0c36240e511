-- Meaning: 不符合条件的销售，理由合为一行 · the sales that are not eligible, with their reasons.
-- Grain: 每个活动和不符合条件的销售一行 · one row a campaign and sale that is not eligible.
-- Columns:
--   campaign_id: 活动编号 · the campaign.
--   sale_id: 销售编号，见 sales · the sale, as in sales.
--   sold_on: 开票日（上海日期） · the invoice day, Asia/Shanghai.
--   dealer_id: 经销商编号 · the dealer.
--   district: 区县 · the district.
--   brand: 品牌 · the brand.
--   outcome: 判定：eligible 符合、waitlisted 候补、needs_review 待核、ineligible 不符合 · the outcome: eligible it meets the terms, waitlisted on the waiting list, needs_review waits for a person, ineligible it does not meet them.
--   price_fen: 条款口径的价格，单位分 · the price on the terms' basis, in fen.
--   price_yuan: 条款口径的价格，单位元 · the same in yuan.
--   reasons: 理由代码，逐条列出，含义见 reasons.reason · the codes of every reason, which mean what reasons.reason says.
-- Units: *_fen 为分，*_yuan 为元 · *_fen in fen, *_yuan in yuan.
CREATE VIEW published.refused_sales AS
SELECT d.campaign_id, d.sale_id, s.sold_on, s.dealer_id, s.district, s.brand,
       d.outcome, d.price_fen,
       (d.price_fen::DECIMAL(20, 2) / 100)::DECIMAL(18, 2) AS price_yuan, r.reasons
FROM decisions AS d JOIN sales AS s USING (sale_id)
LEFT JOIN (SELECT campaign_id, sale_id, list(reason ORDER BY reason) AS reasons
           FROM reasons GROUP BY campaign_id, sale_id) AS r
  ON r.campaign_id = d.campaign_id AND r.sale_id = d.sale_id
WHERE NOT d.eligible;
