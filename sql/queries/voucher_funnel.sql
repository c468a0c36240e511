-- 问题：从符合条件到发券、用券、用完，各有多少？
-- Question: How many cars became vouchers, how many were used, and how many used up?
-- param: campaign VARCHAR = 'zhangjiajie-2022-new-year' · 活动编号 · the campaign
-- Columns:
--   stage: 阶段 · the stage
--   vouchers: 数量 · how many
--   amount_yuan: 金额，元 · their amount, yuan
--   share_percent: 占第一阶段的百分比 · percent of the first stage
WITH stages AS (
    SELECT 1 AS place, '符合条件 · eligible' AS stage, count(*) AS vouchers,
           sum(amount_fen) AS fen
    FROM eligible_sales WHERE campaign_id = $campaign
    UNION ALL
    SELECT 2, '已发放 · issued', count(*), sum(face_fen)
    FROM vouchers WHERE campaign_id = $campaign
    UNION ALL
    SELECT 3, '用过 · used', count(*), sum(captured_fen)
    FROM vouchers WHERE campaign_id = $campaign AND captured_fen > 0
    UNION ALL
    SELECT 4, '用完 · used up', count(*), sum(captured_fen)
    FROM vouchers WHERE campaign_id = $campaign AND captured_fen = face_fen
    UNION ALL
    SELECT 5, '过期 · expired', count(*), sum(face_fen - captured_fen)
    FROM vouchers WHERE campaign_id = $campaign AND state = 'expired'
    UNION ALL
    SELECT 6, '作废 · voided', count(*), sum(face_fen)
    FROM vouchers WHERE campaign_id = $campaign AND state = 'voided'
)
SELECT stage, vouchers, (coalesce(fen, 0) / 100)::DECIMAL(18, 2) AS amount_yuan,
       (100 * vouchers / nullif(first_value(vouchers) OVER (ORDER BY place), 0))
           ::DECIMAL(5, 1) AS share_percent
FROM stages ORDER BY place;
