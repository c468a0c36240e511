-- Rows that must not exist: an idempotency key that was answered for good twice.
SELECT scope, idempotency_key, count(*) AS answers
FROM write_requests
WHERE idempotency_key IS NOT NULL
GROUP BY scope, idempotency_key HAVING count(*) > 1;
