-- Meaning: 各经销商报送行的结果 · what became of the rows that dealers reported.
-- Grain: 每家经销商一行，另有一行（经销商为空）汇总无从归属的行 · one row a dealer, and one with a null dealer for rows that name none.
-- Columns:
--   dealer_id: 经销商编号，无从归属时为空 · the dealer, null for rows that name none.
--   rows: 报送行数 = accepted + unchanged + review + refused · rows reported.
--   accepted: 入库行数 · rows that landed.
--   unchanged: 与已入库相同的行数 · rows already known.
--   review: 待人工核对的行数 · rows that wait for a person.
--   refused: 拒收行数 · rows refused.
-- Units: 行 · rows.
--
-- Its sums are those of feed_quality_at, which also tells what is not published.
CREATE TABLE published.feed_quality AS
WITH reported AS (
    SELECT published_dealer(dealer) AS dealer, outcome, row_count
    FROM reported_rows_at(NULL::DATE, NULL::DATE, getvariable('known_at'))
), shown AS (
    SELECT dealer_id AS dealer FROM published.dealers UNION SELECT dealer FROM reported
)
SELECT nullif(dealer, '') AS dealer_id,
       coalesce(sum(row_count), 0)::BIGINT AS "rows",
       coalesce(sum(row_count) FILTER (outcome = 'accepted'), 0)::BIGINT AS accepted,
       coalesce(sum(row_count) FILTER (outcome = 'unchanged'), 0)::BIGINT AS unchanged,
       coalesce(sum(row_count) FILTER (outcome = 'review'), 0)::BIGINT AS review,
       coalesce(sum(row_count) FILTER (outcome = 'refused'), 0)::BIGINT AS refused
FROM shown LEFT JOIN reported USING (dealer)
GROUP BY dealer ORDER BY dealer_id NULLS LAST;
