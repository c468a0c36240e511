-- Rows that must not exist: a sale without a decision on its last version.
SELECT c.campaign_id, s.sale_id
FROM (SELECT DISTINCT campaign_id FROM campaign_versions) AS c
CROSS JOIN sales AS s
LEFT JOIN decisions AS d
  ON d.campaign_id = c.campaign_id AND d.sale_id = s.sale_id
 AND d.sale_version = s.version
WHERE d.sale_id IS NULL;
