-- 问题：哪些已发券的车后来退了，花掉的钱要追回多少？
-- Question: Which cars came back after their voucher was issued, and how much is to be repaid?
-- param: campaign VARCHAR = 'zhangjiajie-2022-new-year' · 活动编号 · the campaign
-- Columns:
--   voucher_no: 券的流水号 · the voucher's number
--   dealer_id: 经销商编号 · the dealer
--   sold_on: 开票日 · the invoice day
--   issued_on: 发券日 · the day of issue
--   cancelled_on: 退车或红冲日 · the day it came back
--   cancel_reason: 原因 · why
--   state: 券的状态 · the voucher's state
--   captured_yuan: 已花掉的，元 · what was spent, yuan
--   clawed_yuan: 应追回的，元 · what is to be repaid, yuan
SELECT v.voucher_no, s.dealer_id, s.sold_on,
       (v.issued_at + INTERVAL 8 HOURS)::DATE AS issued_on, s.cancelled_on,
       s.cancel_reason, v.state,
       (v.captured_fen / 100)::DECIMAL(18, 2) AS captured_yuan,
       (v.clawed_fen / 100)::DECIMAL(18, 2) AS clawed_yuan
FROM vouchers AS v JOIN sales AS s USING (sale_id)
WHERE v.campaign_id = $campaign AND s.cancelled
ORDER BY v.voucher_no;
