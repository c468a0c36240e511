-- Rows that must not exist: vouchers, their events or answered requests that are not
-- numbered 1, 2, 3 ... each once.
WITH numbers AS (
    SELECT 'vouchers' AS what, min(voucher_no) AS first, max(voucher_no) AS last,
           count(*) AS rows_found, count(DISTINCT voucher_no) AS numbers_found
    FROM vouchers
    UNION ALL
    SELECT 'voucher_events', min(event_no), max(event_no), count(*),
           count(DISTINCT event_no)
    FROM voucher_events
    UNION ALL
    SELECT 'write_requests', min(request_no), max(request_no), count(*),
           count(DISTINCT request_no)
    FROM write_requests
)
FROM numbers
WHERE rows_found > 0
  AND (first <> 1 OR last <> rows_found OR numbers_found <> rows_found);
