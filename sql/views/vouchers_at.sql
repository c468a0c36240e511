-- Meaning: the vouchers as they stood at an instant.
-- Grain: one row a voucher. Macro: FROM vouchers_at(known_at).
-- Columns: voucher_no; voucher_id; code; campaign_id; sale_id, the sale that it stands
--   for; issued_vin, the vehicle it was issued for; kind; face_fen; pieces_fen, null where
--   it is spent in parts; payer, who repays what was spent on a car that came back;
--   starts_at and expires_at, null where there is no bound; terms_version; issuance_id;
--   issued_at; state (open, voided, expired); held, true while it is suspended;
--   balance_fen, to be spent; locked_fen, promised to banks; captured_fen, spent and not
--   reversed; clawed_fen, to be repaid as far as it stays captured; pieces_left;
--   events, how many happened to it; changed_at, the last of them.
-- Units: *_fen in fen; instants in UTC.
CREATE OR REPLACE MACRO vouchers_at(known_at) AS TABLE
WITH last AS (
    SELECT voucher_no, max(event_no) AS event_no FROM voucher_events
    WHERE recorded_at <= known_at GROUP BY voucher_no
)
SELECT v.voucher_no, v.voucher_id, v.code, v.campaign_id, e.sale_id, v.vin AS issued_vin,
       v.kind, v.face_fen, v.pieces_fen, v.payer, v.starts_at, v.expires_at,
       v.terms_version, v.issuance_id, v.recorded_at AS issued_at, e.state, e.held,
       e.balance_fen, e.locked_fen, e.captured_fen, e.clawed_fen, e.pieces_left,
       e.voucher_seq AS events, e.recorded_at AS changed_at
FROM last JOIN voucher_events AS e USING (event_no)
JOIN vouchers AS v ON v.voucher_no = last.voucher_no;
