-- 问题：各银行核销、锁定、冲正各多少？
-- Question: How much did each bank redeem, lock and reverse?
-- param: campaign VARCHAR = 'zhangjiajie-2022-new-year' · 活动编号 · the campaign
-- Columns:
--   bank: 银行 · the bank
--   captured: 已核销笔数 · redemptions that stand
--   captured_yuan: 已核销金额，元 · their amount, yuan
--   authorized: 锁定中的笔数 · locked and not yet taken
--   reversed: 已冲正笔数 · reversed
--   reversed_percent: 冲正占核销与冲正之和的百分比 · percent reversed of captured and reversed
SELECT bank, count(*) FILTER (status = 'captured') AS captured,
       (coalesce(sum(amount_fen) FILTER (status = 'captured'), 0) / 100)
           ::DECIMAL(18, 2) AS captured_yuan,
       count(*) FILTER (status = 'authorized') AS authorized,
       count(*) FILTER (status = 'reversed') AS reversed,
       (100 * count(*) FILTER (status = 'reversed')
           / nullif(count(*) FILTER (status IN ('captured', 'reversed')), 0))
           ::DECIMAL(5, 1) AS reversed_percent
FROM redemptions WHERE campaign_id = $campaign
GROUP BY bank ORDER BY captured_yuan DESC, bank;
