-- 问题：从应得到发券、用券、用完，各有多少？
-- Question: How many cars earned vouchers, got them, used them, and used them up?
-- Note: 应得含发券后退车的；金额上，已发放 = 用过 + 尚可用 + 过期 + 作废，应追回含在用过之内；按车计的阶段可以重叠 · earned counts cars that came back after issue too. In money, issued is used plus still to spend plus expired plus voided, and what is to be repaid is part of used; a car can be in several stages.
-- param: campaign VARCHAR = 'zhangjiajie-2022-new-year' · 活动编号 · the campaign
-- Columns:
--   stage: 阶段 · the stage
--   cars: 辆数 · how many cars
--   vouchers: 券数，应得一行为空 · how many vouchers, null for what is earned
--   amount_yuan: 金额，元；过期和作废只算未用的部分 · their amount, yuan; of expired and voided ones what was not spent
--   share_percent: 占应得辆数的百分比 · percent of the cars that earned one
WITH issued AS (
    SELECT *, balance_fen + locked_fen AS left_fen,
           face_fen - captured_fen - balance_fen - locked_fen AS gone_fen
    FROM vouchers WHERE campaign_id = $campaign
), earned AS (
    SELECT sale_id, face_fen AS fen FROM issued
    UNION ALL
    SELECT sale_id, amount_fen FROM eligible_sales ANTI JOIN issued USING (sale_id)
    WHERE campaign_id = $campaign
), counted AS (
    SELECT 1 AS place, '应得 · earned' AS stage, count(DISTINCT sale_id) AS cars,
           NULL AS vouchers, sum(fen) AS fen FROM earned
    UNION ALL
    SELECT 2, '已发放 · issued', count(DISTINCT sale_id), count(*), sum(face_fen)
    FROM issued
    UNION ALL
    SELECT 3, '用过 · used', count(DISTINCT sale_id), count(*), sum(captured_fen)
    FROM issued WHERE captured_fen > 0
    UNION ALL
    SELECT 4, '其中用完 · of these, used up', count(DISTINCT sale_id), count(*),
           sum(captured_fen)
    FROM issued WHERE captured_fen = face_fen
    UNION ALL
    SELECT 5, '其中应追回 · of these, to be repaid', count(DISTINCT sale_id), count(*),
           sum(clawed_fen)
    FROM issued WHERE clawed_fen > 0
    UNION ALL
    SELECT 6, '尚可用 · still to spend', count(DISTINCT sale_id), count(*),
           sum(left_fen)
    FROM issued WHERE left_fen > 0
    UNION ALL
    SELECT 7, '过期 · expired', count(DISTINCT sale_id), count(*), sum(gone_fen)
    FROM issued WHERE state = 'expired'
    UNION ALL
    SELECT 8, '作废 · voided', count(DISTINCT sale_id), count(*), sum(gone_fen)
    FROM issued WHERE state = 'voided'
)
SELECT stage, cars, vouchers, (coalesce(fen, 0) / 100)::DECIMAL(18, 2) AS amount_yuan,
       (100 * cars / nullif(first_value(cars) OVER (ORDER BY place), 0))
           ::DECIMAL(5, 1) AS share_percent
FROM counted ORDER BY place;
