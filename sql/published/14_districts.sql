-- Meaning: 各区县的经销商数和销售笔数 · the districts, with their dealers and sales.
-- Grain: 每个区县一行 · one row a district.
-- Columns:
--   district: 区县 · the district.
--   dealers: 登记在该区县的经销商数 · how many dealers are registered there.
--   sales: 该区县的销售笔数（未退、未被认定他家售出） · how many sales it has that were neither taken back nor set aside.
-- Units: 家、笔 · counts.
CREATE TABLE published.districts AS
WITH sold AS (
    SELECT district, count(*) AS sales FROM published.sales
    WHERE NOT cancelled AND NOT set_aside GROUP BY district
), registered AS (
    SELECT district, count(*) AS dealers FROM published.dealers GROUP BY district
)
SELECT district, coalesce(dealers, 0) AS dealers, coalesce(sales, 0) AS sales
FROM registered FULL JOIN sold USING (district)
WHERE district IS NOT NULL ORDER BY district;
