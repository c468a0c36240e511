-- 问题：多少张券、多少钱快要过期？
-- Question: How many vouchers, and how much money, are about to expire?
-- param: campaign VARCHAR = 'zhangjiajie-2022-new-year' · 活动编号 · the campaign
-- param: within_days INTEGER = 60, 0 to 3660 · 多少天之内 · within how many days
-- Columns:
--   last_day: 最后可用的一天（上海） · the last day of use, Asia/Shanghai
--   days_left: 距数据入库截至日的天数 · days from the day all was known at
--   vouchers: 还有余额的券数 · vouchers with money left
--   balance_yuan: 余额，元 · what can still be spent, yuan
--   never_used: 其中从未使用的 · of these, never used
WITH due AS (
    SELECT (v.expires_at + INTERVAL 8 HOURS - INTERVAL 1 SECOND)::DATE AS last_day,
           (p.known_at + INTERVAL 8 HOURS)::DATE AS today, v.balance_fen, v.captured_fen
    FROM vouchers AS v, published AS p
    WHERE v.campaign_id = $campaign AND v.state = 'open' AND v.balance_fen > 0
)
SELECT last_day, last_day - today AS days_left, count(*) AS vouchers,
       (sum(balance_fen) / 100)::DECIMAL(18, 2) AS balance_yuan,
       count(*) FILTER (captured_fen = 0) AS never_used
FROM due WHERE last_day BETWEEN today AND today + $within_days
GROUP BY last_day, today ORDER BY last_day;
