-- Meaning: 各活动分区县逐日的符合条件销售；辆数过少的格子隐去 · eligible sales by district and day; small cells are suppressed.
--   当日有大于零而少于 published.smallest_cell（记作 k）的格子时，隐去所有少于 k 的格子，包括零；若只隐去一个，或隐去的都是 k-1 辆，再隐去其余格子中最小的（并列的一起隐去）；当日合计恰为区县数乘以 k-1 时全部隐去。这样任何隐去的格子都不能由当日合计推出；只有一个区县的活动除外，其格子就是当日合计 · On a day with a cell of more than none and fewer than published.smallest_cell cars (k), all cells of fewer than k are hidden, those of none too; if that is one alone, or all of them have k-1, the smallest of the others is hidden too, with all that equal it; where the day's total is k-1 times the districts, all are. So no hidden cell follows from the day's total, except where a campaign has one district, whose cell is the total.
-- Grain: 每个活动、区县和日期一行，日期同 daily_totals · one row a campaign, district and day of daily_totals.
-- Columns:
--   campaign_id: 活动编号 · the campaign.
--   district: 区县，不明时为空 · the district, null where unknown.
--   day: 日期（上海） · the day, Asia/Shanghai.
--   cars_sold: 当日符合条件的辆数，隐去时为空 · eligible cars sold that day, null where suppressed.
--   sales_fen: 当日符合条件的销售额，单位分，隐去时为空 · their prices on the terms' basis in fen, null where suppressed.
--   suppressed: 隐去为真 · true where the figures are suppressed.
-- Units: *_fen 为分，日期为上海日期 · *_fen in fen, days in Asia/Shanghai.
CREATE TABLE published.district_daily_totals AS
WITH sold AS (
    SELECT campaign_id, coalesce(district, '') AS district, day, cars_sold AS cars,
           sales_fen AS fen
    FROM eligible_days
), places AS (
    SELECT c.campaign_id, d.district
    FROM published.campaigns AS c, published.districts AS d
    UNION SELECT campaign_id, district FROM sold
), cells AS (
    SELECT t.campaign_id, p.district, t.day, coalesce(s.cars, 0) AS cars,
           coalesce(s.fen, 0) AS fen
    FROM published.daily_totals AS t JOIN places AS p USING (campaign_id)
    LEFT JOIN sold AS s USING (campaign_id, district, day)
), lined AS (
    SELECT *, getvariable('smallest_cell') AS k, cars < k AS small,
           bool_or(small AND cars > 0) OVER of_day AS some_small,
           count(*) FILTER (small) OVER of_day AS hidden_cells,
           sum(cars) FILTER (small) OVER of_day AS hidden_cars,
           min(cars) FILTER (NOT small) OVER of_day AS least_other,
           count(*) OVER of_day AS all_cells, sum(cars) OVER of_day AS all_cars
    FROM cells
    WINDOW of_day AS (PARTITION BY campaign_id, day)
), hidden AS (
    -- Which cells are hidden does not depend on whose they are, so that cells which are
    -- not all alike could be each other's; those alike have fewer than k-1 and more than
    -- none, and cars could be another's of them; or else they are all cells of a day,
    -- whose total then is one at which all are hidden.
    SELECT *, some_small AND small
              OR some_small AND cars = least_other
                 AND (hidden_cells = 1 OR hidden_cars = hidden_cells * (k - 1))
              OR k > 1 AND all_cars = all_cells * (k - 1) AS hides
    FROM lined
)
SELECT campaign_id, nullif(district, '') AS district, day,
       CASE WHEN NOT hides THEN cars END AS cars_sold,
       CASE WHEN NOT hides THEN fen END AS sales_fen,
       hides AS suppressed
FROM hidden ORDER BY campaign_id, district NULLS LAST, day;
