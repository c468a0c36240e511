-- Rows that must not exist: a sale whose versions are not 1, 2, 3 … in the order recorded.
SELECT sale_id, version
FROM (
    SELECT sale_id, version, recorded_at,
           row_number() OVER (PARTITION BY sale_id ORDER BY version) AS expected,
           lag(recorded_at) OVER (PARTITION BY sale_id ORDER BY version) AS before
    FROM sale_versions)
WHERE version <> expected OR before > recorded_at;
