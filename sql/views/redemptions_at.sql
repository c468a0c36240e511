-- Meaning: the redemptions that were accepted, as they stood at an instant.
-- Grain: one row a redemption. Macro: FROM redemptions_at(known_at).
-- Columns: redemption_id; bank; out_request_no, the bank's own number; voucher_no; code;
--   campaign_id; amount_fen; mode (capture or authorize); status (authorized, captured,
--   cancelled, lapsed, reversed), a promise counting as authorized until its end is
--   recorded; redeemed_at, as the bank says; station; terminal; lock_until; recorded_at;
--   changed_at, when its status came about.
-- Units: amount_fen in fen; instants in UTC.
CREATE OR REPLACE MACRO redemptions_at(known_at) AS TABLE
WITH last AS (
    SELECT redemption_no, arg_max(kind, event_no) AS kind,
           arg_max(coalesce(reason, ''), event_no) AS reason,
           max(recorded_at) AS changed_at
    FROM voucher_events
    WHERE redemption_no IS NOT NULL AND recorded_at <= known_at
    GROUP BY redemption_no
)
SELECT r.redemption_id, regexp_replace(r.scope, '^bank:', '') AS bank, r.out_request_no,
       r.voucher_no, v.code, v.campaign_id, r.amount_fen, r.mode,
       CASE WHEN l.kind = 'locked' THEN 'authorized'
            WHEN l.kind = 'cancelled' AND l.reason = 'lapsed' THEN 'lapsed'
            ELSE l.kind END AS status,
       r.redeemed_at, r.station, r.terminal, r.lock_until, r.recorded_at, l.changed_at
FROM write_requests AS r JOIN last AS l ON l.redemption_no = r.request_no
JOIN vouchers AS v ON v.voucher_no = r.voucher_no
WHERE r.operation = 'redeem' AND r.problem IS NULL AND r.recorded_at <= known_at;
