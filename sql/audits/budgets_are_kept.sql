-- Rows that must not exist: more committed and payable than there was to issue from, then
-- or now: after its last issuance a campaign's money only moves or comes back.
SELECT issuance_id AS what, part, most_fen, taken_fen
FROM issuance_funds WHERE taken_fen > most_fen
UNION ALL
SELECT l.campaign_id, f.part, f.most_fen, t.taken_fen
FROM (SELECT campaign_id, arg_max(issuance_id, recorded_at) AS issuance_id
      FROM issuances GROUP BY campaign_id) AS l
JOIN issuance_funds AS f ON f.issuance_id = l.issuance_id AND f.part = 'budget'
JOIN (SELECT campaign_id,
             sum(balance_fen + locked_fen + captured_fen)::BIGINT AS taken_fen
      FROM vouchers_now GROUP BY campaign_id) AS t ON t.campaign_id = l.campaign_id
WHERE t.taken_fen > f.most_fen;
