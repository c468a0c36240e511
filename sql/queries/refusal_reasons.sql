-- 问题：销售为什么不符合条件？
-- Question: Why are sales not eligible?
-- Note: 一笔销售可有多条理由，百分比合计可超过 100 · a sale may have several reasons, so that shares may exceed 100 together.
-- param: campaign VARCHAR = 'zhangjiajie-2022-new-year' · 活动编号 · the campaign
-- param: whole_history BOOLEAN = false · 为真时销售期外的销售也算 · true counts sales outside the window too
-- Columns:
--   reason: 理由代码 · the reason's code
--   sentence_zh: 理由，中文 · what it says, in Chinese
--   sentence_en: 理由，英文 · what it says, in English
--   sales: 有此理由的销售 · sales with this reason
--   share_percent: 占不符合条件的销售的百分比 · percent of the sales that are not eligible
--   sole_reason: 仅有此理由的销售 · of these, sales with no other reason
WITH refused AS (
    SELECT sale_id, reasons FROM refused_sales
    WHERE campaign_id = $campaign AND outcome = 'ineligible'
      AND ($whole_history OR sold_on BETWEEN
           (SELECT sales_from FROM campaigns WHERE campaign_id = $campaign)
           AND (SELECT sales_to FROM campaigns WHERE campaign_id = $campaign))
)
SELECT r.reason, any_value(r.sentence_zh) AS sentence_zh,
       any_value(r.sentence_en) AS sentence_en, count(*) AS sales,
       (100 * count(*) / (SELECT count(*) FROM refused))::DECIMAL(5, 1)
           AS share_percent,
       count(*) FILTER (len(f.reasons) = 1) AS sole_reason
FROM reasons AS r JOIN refused AS f USING (sale_id)
WHERE r.campaign_id = $campaign
GROUP BY r.reason ORDER BY sales DESC, r.reason;
