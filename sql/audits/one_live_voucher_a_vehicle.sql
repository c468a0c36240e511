-- Rows that must not exist: a sale or a vehicle with two live vouchers of a campaign.
-- A sale has one that was not voided, a vehicle one that can be spent.
WITH live AS (
    SELECT v.campaign_id, v.voucher_no, v.sale_id, v.held, v.state,
           coalesce(s.vin, v.issued_vin) AS vin
    FROM vouchers_now AS v LEFT JOIN sales AS s ON s.sale_id = v.sale_id
    WHERE v.state <> 'voided'
)
SELECT campaign_id, sale_id AS twice, count(*) AS vouchers
FROM live GROUP BY campaign_id, sale_id HAVING count(*) > 1
UNION ALL
SELECT campaign_id, vin, count(*)
FROM live WHERE vin IS NOT NULL AND state = 'open' AND NOT held
GROUP BY campaign_id, vin HAVING count(*) > 1;
