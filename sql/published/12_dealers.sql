-- Meaning: 登记的经销商 · the register of dealers.
-- Grain: 每家经销商一行 · one row a dealer.
-- Columns:
--   dealer_id: 经销商编号；形如个人号码或车架号的，以 d 开头的编号代之 · the dealer's id; where that looks like a person's number or a VIN, another that begins with d.
--   name: 经销商名称；疑似含个人信息的文字不公布 · its name; text that could hold personal data is left out.
--   district: 所在区县，未登记时为空；疑似含个人信息的文字不公布 · its district, null where unknown; text that could hold personal data is left out.
--   active: 仍在经营为真 · false for one that has closed.
-- Units: 无单位 · no units.
CREATE TABLE published.dealers AS
SELECT published_dealer(dealer_id) AS dealer_id, published_text(name) AS name,
       published_text(district) AS district, active
FROM dealers_at(getvariable('known_at')) ORDER BY dealer_id;
