-- Meaning: 各活动分区县逐日的符合条件销售；辆数过少的格子隐去 · eligible sales by district and day; small cells are suppressed.
--   大于零而少于 published.smallest_cell 的格子隐去；当日隐去的格子不足两个，或其辆数合计仍少于该数时，再隐去最小的其他格子，使之不能由当日合计推出 · A cell of more than none and fewer than published.smallest_cell cars is hidden; where fewer than two of a day would be, or those have fewer cars together, the next smallest is hidden too, so that none follows from the day's total.
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
    SELECT *, row_number() OVER line AS place,
           bool_or(cars > 0 AND cars < getvariable('smallest_cell'))
               OVER (PARTITION BY campaign_id, day) AS some_small,
           sum(cars) OVER line - cars AS cars_before
    FROM cells
    WINDOW line AS (PARTITION BY campaign_id, day
                    ORDER BY cars = 0, cars, district)
), hidden AS (
    SELECT *, some_small AND (place <= 2
              OR (cars > 0 AND (cars < getvariable('smallest_cell')
                                OR cars_before < getvariable('smallest_cell')))) AS hides
    FROM lined
)
SELECT campaign_id, nullif(district, '') AS district, day,
       CASE WHEN NOT hides THEN cars END AS cars_sold,
       CASE WHEN NOT hides THEN fen END AS sales_fen,
       hides AS suppressed
FROM hidden ORDER BY campaign_id, district NULLS LAST, day;
