-- Meaning: 每一笔销售的最新情况，不含车架号、发票号和购车人信息 · the sales as last reported, without vehicle, invoice or buyer.
-- Grain: 每笔销售一行 · one row a sale.
-- Columns:
--   sale_id: 本库专用的销售编号，不可反推，历次发布不变 · the sale's number in published databases: it cannot be turned back, and stays the same.
--   sold_on: 开票日（上海日期） · the invoice day, Asia/Shanghai.
--   dealer_id: 经销商编号 · the dealer.
--   district: 区县：销售自报，未报时取经销商所在区县 · the sale's own district, else its dealer's.
--   brand: 品牌 · the brand.
--   model: 车型；疑似含个人信息的文字不公布 · the model; text that could hold personal data is left out.
--   energy: 能源类型 · what the car runs on.
--   condition: 新车或二手车（new、used），未报时为空 · new or used, null where not told.
--   bare_price_fen: 裸车价，单位分 · the bare price in fen.
--   invoice_total_fen: 发票价税合计，单位分 · the invoice's total with tax, in fen.
--   invoice_net_fen: 发票不含税价，单位分 · the invoice's price without tax, in fen.
--   cancelled: 已退车或红冲为真 · true for a sale taken back.
--   cancelled_on: 退车或红冲日 · the day it was taken back.
--   cancel_reason: 退车或红冲原因 · why it was taken back.
--   set_aside: 经人工认定由另一家售出为真 · true where a person found that another dealer sold the car.
--   buyer_kind: 购车人类别（个人、单位），未报时为空 · what kind of buyer, null where not told.
--   synthetic: 合成数据为真 · true for made-up data.
--   recorded_at: 最新版本的入库时刻（UTC） · when the last version was recorded, UTC.
--   versions: 版本数，1 为从未更正 · how many versions there are; 1 means never corrected.
-- Units: *_fen 为分，日期为上海日期，时刻为 UTC · *_fen in fen, days in Asia/Shanghai, instants in UTC.
CREATE TABLE published.sales AS
SELECT published_sale(sale_id) AS sale_id, sold_on, dealer_id, district,
       published_text(brand) AS brand, published_text(model) AS model, energy, condition,
       bare_price_fen, invoice_total_fen, invoice_net_fen, cancelled, cancelled_on,
       cancel_reason, set_aside, buyer_kind, synthetic, recorded_at,
       version AS versions
FROM sales_at(getvariable('known_at'));
