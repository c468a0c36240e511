-- Meaning: 每一笔销售的最新情况，不含车架号、发票号和购车人信息 · the sales as last reported, without vehicle, invoice or buyer.
-- Grain: 每笔销售一行 · one row a sale.
-- Columns:
--   sale_id: 本库专用的销售编号，不可反推，历次发布不变 · the sale's number in published databases: it cannot be turned back, and stays the same.
--   sold_on: 开票日（上海日期） · the invoice day, Asia/Shanghai.
--   dealer_id: 经销商编号，见 dealers · the dealer, as in dealers.
--   district: 区县：销售自报，未报时取经销商所在区县；疑似含个人信息的文字不公布，作区县不明 · the sale's own district, else its dealer's; text that could hold personal data is left out, and the district unknown.
--   brand: 品牌；疑似含个人信息的文字不公布 · the brand; text that could hold personal data is left out.
--   model: 车型；疑似含个人信息的文字不公布 · the model; text that could hold personal data is left out.
--   energy: 能源类型：bev 纯电、phev 插电混动、erev 增程、hev 油电混动、ice 燃油；未报时为空 · what the car runs on: bev battery, phev plug-in hybrid, erev range extender, hev hybrid, ice petrol or diesel; null where not told.
--   condition: 新车或二手车：new 新车、used 二手车；未报时为空 · new or used: new a new car, used a used one; null where not told.
--   bare_price_fen: 裸车价，单位分 · the bare price in fen.
--   invoice_total_fen: 发票价税合计，单位分 · the invoice's total with tax, in fen.
--   invoice_net_fen: 发票不含税价，单位分 · the invoice's price without tax, in fen.
--   cancelled: 已退车或红冲为真 · true for a sale taken back.
--   cancelled_on: 退车或红冲日 · the day it was taken back.
--   cancel_reason: 退车或红冲原因：returned 退车、invoice_error 开票有误、allowance 销售折让、voided 发票作废、unstated 未注明；未退时为空 · why it was taken back: returned the car came back, invoice_error an error in the invoice, allowance a sales allowance, voided the invoice was voided, unstated no reason given; null where it was not.
--   set_aside: 经人工认定由另一家售出为真 · true where a person found that another dealer sold the car.
--   buyer_kind: 购车人类别：person 个人、company 单位；未报时为空 · what kind of buyer: person a natural person, company an organisation; null where not told.
--   synthetic: 合成数据为真 · true for made-up data.
--   recorded_at: 最新版本的入库时刻（UTC） · when the last version was recorded, UTC.
--   versions: 版本数，1 为从未更正 · how many versions there are; 1 means never corrected.
-- Units: *_fen 为分，日期为上海日期，时刻为 UTC · *_fen in fen, days in Asia/Shanghai, instants in UTC.
--
-- Needs no more than sales_at, and joins what was superseded instead of asking row by
-- row: a test holds both equal.
CREATE TABLE published.sales AS
WITH superseded AS (
    SELECT sale_id, version - 1 AS version FROM sale_versions
    WHERE version > 1 AND recorded_at <= getvariable('known_at')
), places AS (
    SELECT dealer_id, published_text(district) AS dealer_district
    FROM dealers_at(getvariable('known_at'))
), verdicts AS (
    SELECT sale_id, vin, arg_max(verdict, recorded_at) AS verdict
    FROM sale_resolutions WHERE recorded_at <= getvariable('known_at')
    GROUP BY sale_id, vin
)
SELECT published_sale(s.sale_id) AS sale_id, s.sold_on,
       published_dealer(s.dealer_id) AS dealer_id,
       CASE WHEN s.district IS NULL THEN p.dealer_district
            ELSE published_text(s.district) END AS district,
       published_text(s.brand) AS brand, published_text(s.model) AS model, s.energy,
       s.condition, s.bare_price_fen, s.invoice_total_fen, s.invoice_net_fen,
       s.cancelled, s.cancelled_on, s.cancel_reason,
       coalesce(v.verdict = 'set_aside', false) AS set_aside, s.buyer_kind,
       s.synthetic, s.recorded_at, s.version AS versions
FROM sale_versions AS s
ANTI JOIN superseded AS newer
  ON newer.sale_id = s.sale_id AND newer.version = s.version
LEFT JOIN places AS p ON p.dealer_id = s.dealer_id
LEFT JOIN verdicts AS v ON v.sale_id = s.sale_id AND v.vin = s.vin
WHERE s.recorded_at <= getvariable('known_at');
