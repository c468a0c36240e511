-- Rows that must not exist: a sale that waits without saying for what, or says so and does
-- not wait; one that is eligible with a reason against it, or earns without being so.
SELECT campaign_id, sale_id, outcome, waits_for
FROM decisions
WHERE (outcome = 'waitlisted') <> (waits_for IS NOT NULL)
   OR (outcome = 'eligible') <> (len(reasons) = 0)
   OR eligible <> (outcome = 'eligible')
   OR (amount_fen > 0 AND NOT eligible);
