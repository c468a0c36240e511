-- Rows that must not exist: a voucher that can be spent, of a sale that is neither
-- eligible nor, issued before, on the waiting list now.
SELECT v.campaign_id, v.voucher_no, v.sale_id, d.outcome
FROM vouchers_now AS v LEFT JOIN decisions AS d
  ON d.campaign_id = v.campaign_id AND d.sale_id = v.sale_id
WHERE v.state = 'open' AND NOT v.held
  AND (d.outcome IS NULL OR d.outcome NOT IN ('eligible', 'waitlisted'));
