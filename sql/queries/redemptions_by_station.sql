-- 问题：哪些网点核销最多？
-- Question: Where are most vouchers redeemed?
-- param: campaign VARCHAR = 'zhangjiajie-2022-new-year' · 活动编号 · the campaign
-- param: most INTEGER = 50, 1 to 100000 · 最多列几行 · how many rows at most
-- Columns:
--   station: 网点，未报时为空 · the place, null where not told
--   redemptions: 已核销笔数（未冲正） · redemptions not reversed
--   vouchers: 券数 · vouchers
--   amount_yuan: 金额，元 · their amount, yuan
--   share_percent: 占全部金额的百分比 · percent of all that was redeemed
SELECT station, count(*) AS redemptions, count(DISTINCT voucher_no) AS vouchers,
       (sum(amount_fen) / 100)::DECIMAL(18, 2) AS amount_yuan,
       (100 * sum(amount_fen) / sum(sum(amount_fen)) OVER ())::DECIMAL(5, 1)
           AS share_percent
FROM redemptions WHERE campaign_id = $campaign AND status = 'captured'
GROUP BY station ORDER BY amount_yuan DESC, station LIMIT $most;
