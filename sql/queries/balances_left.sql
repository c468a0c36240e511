-- 问题：发出去的券里还剩多少钱没用？
-- Question: How much of the vouchers issued is still to be spent?
-- param: campaign VARCHAR = 'zhangjiajie-2022-new-year' · 活动编号 · the campaign
-- Columns:
--   kind: 券种 · what it can be spent on
--   used: 使用情况：unused 未用、partly 用了一部分、used_up 用完 · unused, partly or used_up
--   vouchers: 可用的券数 · open vouchers
--   balance_yuan: 余额，元 · what can still be spent, yuan
--   locked_yuan: 锁定中，元 · promised to banks, yuan
SELECT kind,
       CASE WHEN captured_fen = 0 THEN 'unused'
            WHEN captured_fen < face_fen THEN 'partly' ELSE 'used_up' END AS used,
       count(*) AS vouchers, (sum(balance_fen) / 100)::DECIMAL(18, 2) AS balance_yuan,
       (sum(locked_fen) / 100)::DECIMAL(18, 2) AS locked_yuan
FROM vouchers WHERE campaign_id = $campaign AND state = 'open'
GROUP BY ALL ORDER BY kind, used;
