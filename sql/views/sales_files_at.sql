-- Meaning: the dealers' sales files as known at an instant, and which of them count for
--   their rows: those recorded from a day to a day (Asia/Shanghai, both included, null
--   for no bound). A file that was read again, because what some rows were refused for
--   has changed, counts once, as its last reading left it.
-- Grain: one row a reading of a file.
--   Macro: FROM sales_files_at(first_day, last_day, known_at).
-- Columns: feed_id; dealer_id, the dealer that sent it itself; recorded_at (UTC);
--   synthetic; last_id, the feed_id of the file's last reading; counts.
-- Units: none.
CREATE OR REPLACE MACRO sales_files_at(first_day, last_day, known_at) AS TABLE
WITH files AS (
    SELECT feed_id, dealer_id, recorded_at, synthetic,
           first_value(feed_id) OVER (
               PARTITION BY sha256, profile_hash ORDER BY reading DESC) AS last_id
    FROM feeds WHERE kind = 'sales' AND recorded_at <= known_at
)
SELECT *, feed_id = last_id
          AND (recorded_at + INTERVAL 8 HOURS)::DATE
              BETWEEN coalesce(first_day, DATE '-infinity')
                  AND coalesce(last_day, DATE 'infinity') AS counts
FROM files;
