-- Rows that must not exist: a decision out of its count, or of a sale never recorded.
SELECT d.campaign_id, d.sale_id, d.decision_no
FROM (
    SELECT campaign_id, sale_id, decision_no, sale_version,
           row_number() OVER (PARTITION BY campaign_id, sale_id ORDER BY decision_no)
               AS expected
    FROM decision_versions) AS d
LEFT JOIN sale_versions AS s
  ON s.sale_id = d.sale_id AND s.version = d.sale_version
WHERE d.decision_no <> d.expected OR s.sale_id IS NULL;
