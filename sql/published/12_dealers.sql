-- Meaning: 登记的经销商 · the register of dealers.
-- Grain: 每家经销商一行 · one row a dealer.
-- Columns:
--   dealer_id: 经销商编号 · the dealer's id.
--   name: 经销商名称 · its name.
--   district: 所在区县，未登记时为空 · its district, null where unknown.
--   active: 仍在经营为真 · false for one that has closed.
-- Units: 无 · none.
CREATE TABLE published.dealers AS
SELECT dealer_id, name, district, active
FROM dealers_at(getvariable('known_at')) ORDER BY dealer_id;
