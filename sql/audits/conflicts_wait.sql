-- Rows that must not exist: an eligible sale that was taken back, set aside or is in conflict.
SELECT d.campaign_id, d.sale_id
FROM decisions AS d JOIN sales AS s
  ON s.sale_id = d.sale_id AND s.version = d.sale_version
WHERE d.eligible
  AND (s.cancelled OR s.set_aside OR s.sale_id IN (SELECT sale_id FROM sale_conflicts));
