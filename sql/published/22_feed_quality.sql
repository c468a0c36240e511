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
CREATE TABLE published.feed_quality AS
SELECT dealer_id, row_count::BIGINT AS "rows", accepted::BIGINT AS accepted,
       unchanged::BIGINT AS unchanged, review::BIGINT AS review,
       refused::BIGINT AS refused
FROM feed_quality_at(NULL::DATE, NULL::DATE, getvariable('known_at'))
ORDER BY dealer_id NULLS LAST;
