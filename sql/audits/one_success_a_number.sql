-- Rows that must not exist: a number of a bank's that two requests succeeded under.
SELECT scope, out_request_no, count(*) AS successes
FROM write_requests
WHERE out_request_no IS NOT NULL AND problem IS NULL
GROUP BY scope, out_request_no HAVING count(*) > 1;
