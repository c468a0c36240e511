-- Meaning: 每笔不符合条件的销售的每一条理由 · every reason against a sale.
-- Grain: 每个活动、销售和理由一行 · one row a campaign, sale and reason.
-- Columns:
--   campaign_id: 活动编号 · the campaign.
--   sale_id: 销售编号，见 sales · the sale, as in sales.
--   reason: 理由代码 · the reason's code.
--   sentence_zh: 理由，中文 · what it says, in Chinese.
--   sentence_en: 理由，英文 · what it says, in English.
-- Units: 无 · none.
CREATE TABLE published.reasons AS
SELECT d.campaign_id, published_sale(d.sale_id) AS sale_id, d.reason,
       t.sentence_zh, t.sentence_en
FROM (SELECT campaign_id, sale_id, unnest(reasons) AS reason
      FROM decisions_at(getvariable('known_at'))) AS d
LEFT JOIN told_reasons AS t ON t.reason = d.reason;
