-- Rows that must not exist: an event that does not leave its voucher as the event before
-- it and what this one moved make it; one out of its count; a voucher without its issue.
WITH told AS (
    SELECT voucher_no, event_no, voucher_seq, kind, of_lock, amount_fen, state, held,
           balance_fen, locked_fen, captured_fen, clawed_fen,
           lag({'seq': voucher_seq, 'state': state, 'held': held,
                'balance': balance_fen, 'locked': locked_fen,
                'captured': captured_fen, 'clawed': clawed_fen})
               OVER (PARTITION BY voucher_no ORDER BY event_no) AS before
    FROM voucher_events
), known AS (
    SELECT t.*, v.face_fen FROM told AS t LEFT JOIN vouchers AS v USING (voucher_no)
)
SELECT voucher_no, event_no, voucher_seq, kind
FROM known
WHERE CASE WHEN before IS NULL THEN
    face_fen IS NULL OR kind <> 'issued' OR voucher_seq <> 1 OR state <> 'open' OR held
    OR amount_fen <> face_fen OR balance_fen <> face_fen
    OR locked_fen <> 0 OR captured_fen <> 0 OR clawed_fen <> 0
ELSE
    kind = 'issued' OR voucher_seq <> before.seq + 1
    OR state <> CASE kind WHEN 'voided' THEN 'voided' WHEN 'expired' THEN 'expired'
                ELSE before.state END
    OR held <> CASE kind WHEN 'suspended' THEN true WHEN 'resumed' THEN false
               ELSE before.held END
    OR balance_fen <> before.balance + amount_fen * CASE
        WHEN kind IN ('voided', 'expired', 'locked') THEN -1
        WHEN kind = 'captured' AND NOT of_lock THEN -1
        WHEN kind IN ('cancelled', 'reversed') AND state = 'open' THEN 1
        ELSE 0 END
    OR locked_fen <> before.locked + amount_fen * CASE
        WHEN kind = 'locked' THEN 1
        WHEN kind = 'cancelled' OR (kind = 'captured' AND of_lock) THEN -1
        ELSE 0 END
    OR captured_fen <> before.captured
        + amount_fen * CASE kind WHEN 'captured' THEN 1 WHEN 'reversed' THEN -1 ELSE 0 END
    OR clawed_fen <> before.clawed
        + amount_fen * CASE kind WHEN 'clawed_back' THEN 1 ELSE 0 END
    OR (kind IN ('voided', 'expired') AND balance_fen <> 0)
    OR (kind IN ('suspended', 'resumed') AND amount_fen <> 0)
END
UNION ALL
SELECT voucher_no, NULL, NULL, NULL FROM vouchers
WHERE voucher_no NOT IN (SELECT voucher_no FROM voucher_events);
