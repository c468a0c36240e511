-- Rows that must not exist: a voucher of which more is spent, promised and left than it
-- was issued for; an open one that is not made up of these; pieces that are not what is
-- left of it; and one of which banks were told they took more than that.
SELECT e.voucher_no, e.event_no, v.face_fen,
       e.balance_fen + e.locked_fen + e.captured_fen AS accounted_fen
FROM voucher_events AS e JOIN vouchers AS v USING (voucher_no)
WHERE e.balance_fen + e.locked_fen + e.captured_fen > v.face_fen
   OR (e.state = 'open'
       AND e.balance_fen + e.locked_fen + e.captured_fen <> v.face_fen)
   OR (e.pieces_left IS NOT NULL
       AND coalesce(list_sum(e.pieces_left), 0) <> e.balance_fen)
UNION ALL
SELECT v.voucher_no, NULL, v.face_fen, t.taken_fen
FROM (
    SELECT r.voucher_no, sum(r.amount_fen)::BIGINT AS taken_fen
    FROM write_requests AS r
    WHERE r.problem IS NULL AND r.operation IN ('redeem', 'capture')
      AND coalesce(r.mode, 'capture') = 'capture'
      AND r.redemption_id NOT IN (
          SELECT redemption_id FROM write_requests
          WHERE operation = 'reverse' AND problem IS NULL)
    GROUP BY r.voucher_no) AS t
JOIN vouchers AS v USING (voucher_no)
WHERE t.taken_fen > v.face_fen;
