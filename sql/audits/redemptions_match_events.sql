-- Rows that must not exist: a redemption that a bank was told of and the vouchers do not
-- know as it was told, or the other way round; one that began or ended twice.
WITH made AS (
    SELECT request_no AS redemption_no, voucher_no, amount_fen, mode
    FROM write_requests WHERE operation = 'redeem' AND problem IS NULL
), lived AS (
    SELECT redemption_no, min(voucher_no) AS voucher_no,
           count(DISTINCT voucher_no) AS vouchers,
           min(amount_fen) AS least, max(amount_fen) AS most,
           count(*) FILTER (kind = 'captured' AND NOT of_lock) AS captures,
           count(*) FILTER (kind = 'locked') AS locks,
           count(*) FILTER (of_lock) AS ends,
           count(*) FILTER (kind = 'captured') AS takes,
           count(*) FILTER (kind = 'reversed') AS reversals
    FROM voucher_events WHERE redemption_no IS NOT NULL GROUP BY redemption_no
)
SELECT coalesce(m.redemption_no, l.redemption_no) AS redemption_no, m.voucher_no, l.*
FROM made AS m FULL JOIN lived AS l ON l.redemption_no = m.redemption_no
WHERE m.redemption_no IS NULL OR l.redemption_no IS NULL
   OR l.vouchers <> 1 OR l.voucher_no <> m.voucher_no
   OR l.least <> m.amount_fen OR l.most <> m.amount_fen
   OR l.captures <> CASE m.mode WHEN 'capture' THEN 1 ELSE 0 END
   OR l.locks <> CASE m.mode WHEN 'authorize' THEN 1 ELSE 0 END
   OR l.ends > l.locks OR l.reversals > l.takes
UNION ALL
SELECT r.request_no, r.voucher_no, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
       NULL
FROM write_requests AS r
LEFT JOIN voucher_events AS e ON e.request_no = r.request_no
 AND e.kind = CASE r.operation WHEN 'capture' THEN 'captured'
              WHEN 'cancel' THEN 'cancelled' ELSE 'reversed' END
 AND e.voucher_no = r.voucher_no AND e.amount_fen = r.amount_fen
 AND coalesce(e.reason, '') <> 'lapsed'
WHERE r.operation IN ('capture', 'cancel', 'reverse') AND r.problem IS NULL
GROUP BY r.request_no, r.voucher_no HAVING count(e.event_no) <> 1;
