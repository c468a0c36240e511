-- Meaning: 本库所含的活动及其最后一版条款的要点 · the campaigns, with what their last terms say.
-- Grain: 每个活动一行 · one row a campaign.
-- Columns:
--   campaign_id: 活动编号 · the campaign's id.
--   name_zh: 活动中文名 · its name in Chinese.
--   name_en: 活动英文名 · its name in English.
--   area_zh: 活动地区 · where it runs, in Chinese.
--   sales_from: 销售期首日（含） · first day of the sales window, included.
--   sales_to: 销售期末日（含） · last day of the sales window, included.
--   as_of: 数据截至日，即销售期内已知销售的最后一天；销售期内尚无销售时为空 · the day figures stand at: the last one of the window with a known sale, null while there is none.
--   price_basis: 价格口径：bare_price 裸车价、invoice_total 价税合计、invoice_net 不含税价 · which price the terms mean: bare_price the bare price, invoice_total the invoice with tax, invoice_net the invoice without tax.
--   price_floor_fen: 门槛价，单位分 · the lowest price that counts, in fen.
--   budget_fen: 预算，单位分；未公布时为空 · the budget in fen, null where none is stated.
--   terms_version: 条款内容的哈希 · the content hash of the terms.
--   synthetic: 销售期内任一笔销售为合成数据时为真 · true if a sale of its days is made up.
-- Units: *_fen 为分，日期为上海日期 · *_fen in fen, days in Asia/Shanghai.
CREATE TABLE published.campaigns AS
WITH seen AS (
    SELECT c.campaign_id, max(s.sold_on) AS last_on,
           bool_or(s.synthetic) AS synthetic
    FROM campaigns_at(getvariable('known_at')) AS c
    JOIN (SELECT sold_on, bool_or(synthetic) AS synthetic
          FROM published.sales GROUP BY sold_on) AS s
      ON s.sold_on BETWEEN c.sales_from AND c.sales_to
    GROUP BY c.campaign_id
)
SELECT c.campaign_id, t.name_zh, t.name_en, t.area_zh, c.sales_from, c.sales_to,
       s.last_on AS as_of, c.price_basis, c.price_floor_fen, c.budget_fen,
       c.terms_version, coalesce(s.synthetic, false) AS synthetic
FROM campaigns_at(getvariable('known_at')) AS c
JOIN told_campaigns AS t USING (campaign_id)
LEFT JOIN seen AS s USING (campaign_id)
ORDER BY campaign_id;
