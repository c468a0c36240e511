-- Meaning: 各活动条款的每一条，自其生效日起适用 · each entry of a campaign's terms, which holds from its day on.
-- Grain: 每个活动和生效日一行 · one row a campaign and effective day.
-- Columns:
--   campaign_id: 活动编号 · the campaign.
--   effective_from: 自这一天的销售起适用 · the first day of sales that it holds for.
--   version: 条款内容的哈希 · the content hash of this entry.
--   document: 条款全文，JSON 文本 · the whole entry as JSON text.
-- Units: 日期为上海日期 · days in Asia/Shanghai.
CREATE TABLE published.terms AS
SELECT campaign_id, effective_from, version, document
FROM told_terms ORDER BY campaign_id, effective_from;
