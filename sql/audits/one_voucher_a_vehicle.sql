-- Rows that must not exist: a vehicle with more eligible sales than the terms allow it.
SELECT d.campaign_id, s.vin, count(*) AS eligible_sales
FROM sales AS s
JOIN decisions AS d ON d.sale_id = s.sale_id
JOIN campaigns_at(TIMESTAMP 'infinity') AS c ON c.campaign_id = d.campaign_id
WHERE d.eligible AND s.vin IS NOT NULL AND c.per_vehicle IS NOT NULL
GROUP BY d.campaign_id, s.vin, c.per_vehicle
HAVING count(*) > c.per_vehicle;
