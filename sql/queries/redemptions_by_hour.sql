-- 问题：一天中几点核销最多？
-- Question: At what hour of the day are most vouchers redeemed?
-- param: campaign VARCHAR = 'zhangjiajie-2022-new-year' · 活动编号 · the campaign
-- Columns:
--   hour: 钟点（上海），0 到 23 · the hour in Shanghai, 0 to 23
--   redemptions: 已核销笔数（未冲正） · redemptions not reversed
--   amount_yuan: 金额，元 · their amount, yuan
--   share_percent: 占全部笔数的百分比 · percent of all redemptions
SELECT hour(redeemed_at + INTERVAL 8 HOURS) AS hour, count(*) AS redemptions,
       (sum(amount_fen) / 100)::DECIMAL(18, 2) AS amount_yuan,
       (100 * count(*) / sum(count(*)) OVER ())::DECIMAL(5, 1) AS share_percent
FROM redemptions WHERE campaign_id = $campaign AND status = 'captured'
GROUP BY hour ORDER BY hour;
