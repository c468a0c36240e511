-- Meaning: 每笔不符合条件的销售的每一条理由 · every reason against a sale.
-- Grain: 每个活动、销售和理由一行 · one row a campaign, sale and reason.
-- Columns:
--   campaign_id: 活动编号 · the campaign.
--   sale_id: 销售编号，见 sales · the sale, as in sales.
--   reason: 理由代码 · the reason's code.
--   sentence_zh: 理由，中文 · what it says, in Chinese.
--   sentence_en: 理由，英文 · what it says, in English.
-- Units: 无单位 · no units.
CREATE TABLE published.reasons AS
WITH superseded AS (
    SELECT campaign_id, sale_id, decision_no - 1 AS decision_no FROM decision_versions
    WHERE decision_no > 1 AND recorded_at <= getvariable('known_at')
), against AS (
    SELECT d.campaign_id, d.sale_id, unnest(d.reasons) AS reason
    FROM decision_versions AS d
    ANTI JOIN superseded AS newer
      ON newer.campaign_id = d.campaign_id AND newer.sale_id = d.sale_id
     AND newer.decision_no = d.decision_no
    WHERE d.recorded_at <= getvariable('known_at') AND len(d.reasons) > 0
)
SELECT a.campaign_id, published_sale(a.sale_id) AS sale_id, a.reason,
       t.sentence_zh, t.sentence_en
FROM against AS a LEFT JOIN told_reasons AS t ON t.reason = a.reason;
