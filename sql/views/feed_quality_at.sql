-- Meaning: how well dealers report: what became of the rows of their sales files that
--   were recorded from a day to a day (Asia/Shanghai, both included, null for no
--   bound), as known at an instant: reported_rows_at says whose they are.
-- Grain: one row a dealer, and one with a null dealer_id for what nobody is named in.
--   Macro: FROM feed_quality_at(first_day, last_day, known_at).
-- Columns: dealer_id; dealer_name; deliveries, the receipts of files that it sent or
--   that tell of it, duplicates too, and files that landed without a receipt, such as
--   the sample; unreadable, those of them that could not be read;
--   row_count = accepted + unchanged + refused + review; acceptance_rate, accepted and
--   unchanged over row_count, null without rows; reasons, at most five with most rows,
--   each with its rows; lateness_median_days and lateness_p90_days, whole days from the
--   sale to the record of its first version; corrections, later versions of sales that
--   are no cancellations; cancellations, versions that take a sale back; conflicts, its
--   sales that wait for a person at the instant, whenever reported; last_feed_at (UTC),
--   when the last file that tells of it landed; synthetic, true if some of it is made up.
-- Units: lateness in days; the rate is a share of 1.
-- needs: dealers_at, reported_rows_at, sale_conflicts_at, sales_files_at
CREATE OR REPLACE MACRO feed_quality_at(first_day, last_day, known_at) AS TABLE
WITH counted AS (
    FROM sales_files_at(first_day, last_day, known_at) WHERE counts
), reported AS (
    FROM reported_rows_at(first_day, last_day, known_at)
), of_feeds AS (
    SELECT feed_id, dealer FROM reported
    UNION SELECT feed_id, dealer_id FROM counted WHERE dealer_id IS NOT NULL
), rows_reported AS (
    SELECT dealer, sum(row_count) FILTER (outcome = 'accepted') AS accepted,
           sum(row_count) FILTER (outcome = 'unchanged') AS unchanged,
           sum(row_count) FILTER (outcome = 'refused') AS refused,
           sum(row_count) FILTER (outcome = 'review') AS review
    FROM reported GROUP BY dealer
), counts_of_reasons AS (
    SELECT dealer, reason, sum(n) AS n
    FROM (SELECT dealer, unnest(reasons) AS reason, row_count AS n FROM reported)
    GROUP BY ALL
), top_reasons AS (
    SELECT dealer, list({'code': reason, 'rows': n::BIGINT} ORDER BY n DESC, reason)[:5]
        AS reasons
    FROM counts_of_reasons GROUP BY dealer
), received AS (
    SELECT d.delivery_id, d.outcome, d.feed_id, d.dealer_id FROM deliveries AS d
    LEFT JOIN feeds AS f USING (feed_id)
    WHERE coalesce(f.kind, 'sales') = 'sales' AND d.received_at <= known_at
      AND (d.received_at + INTERVAL 8 HOURS)::DATE
          BETWEEN coalesce(first_day, DATE '-infinity')
              AND coalesce(last_day, DATE 'infinity')
    UNION ALL
    SELECT feed_id, 'landed', feed_id, dealer_id FROM counted
    WHERE feed_id NOT IN (
        SELECT feed_id FROM deliveries
        WHERE feed_id IS NOT NULL AND received_at <= known_at)
), ever_of_feeds AS (
    FROM of_feeds UNION SELECT feed_id, dealer_id FROM feed_dealers WHERE row_count > 0
), sent AS (
    SELECT coalesce(r.dealer_id, o.dealer, '') AS dealer,
           count(DISTINCT r.delivery_id) AS deliveries,
           count(DISTINCT r.delivery_id) FILTER (r.outcome = 'unreadable')
               AS unreadable
    FROM received AS r LEFT JOIN ever_of_feeds AS o
      ON o.feed_id = r.feed_id AND r.dealer_id IS NULL
    GROUP BY ALL
), versions AS (
    SELECT v.dealer_id AS dealer, v.version,
           v.cancelled AND NOT coalesce(before.cancelled, false) AS taken_back,
           date_diff('day', v.sold_on, (v.recorded_at + INTERVAL 8 HOURS)::DATE)
               AS late
    FROM sale_versions AS v LEFT JOIN sale_versions AS before
      ON before.sale_id = v.sale_id AND before.version = v.version - 1
     AND v.version > 1
    WHERE v.recorded_at <= known_at
      AND (v.recorded_at + INTERVAL 8 HOURS)::DATE
          BETWEEN coalesce(first_day, DATE '-infinity')
              AND coalesce(last_day, DATE 'infinity')
), of_sales AS (
    SELECT dealer,
           quantile_disc(late, 0.5) FILTER (version = 1) AS lateness_median_days,
           quantile_disc(late, 0.9) FILTER (version = 1) AS lateness_p90_days,
           count(*) FILTER (version > 1 AND NOT taken_back) AS corrections,
           count(*) FILTER (taken_back) AS cancellations
    FROM versions GROUP BY dealer
), waiting AS (
    SELECT dealer_id AS dealer, count(*) AS conflicts
    FROM sale_conflicts_at(known_at) GROUP BY dealer_id
), last_feeds AS (
    SELECT o.dealer, max(c.recorded_at) AS last_feed_at, bool_or(c.synthetic) AS synthetic
    FROM of_feeds AS o JOIN counted AS c USING (feed_id) GROUP BY o.dealer
), register AS (
    SELECT dealer_id AS dealer, name, active, synthetic FROM dealers_at(known_at)
), shown AS (
    SELECT dealer FROM register WHERE active UNION SELECT dealer FROM rows_reported
    UNION SELECT dealer FROM sent
    UNION SELECT dealer FROM of_sales UNION SELECT dealer FROM waiting
), board AS (
    SELECT s.dealer, g.name, coalesce(t.deliveries, 0) AS deliveries,
           coalesce(t.unreadable, 0) AS unreadable,
           coalesce(a.accepted, 0)::BIGINT AS accepted,
           coalesce(a.unchanged, 0)::BIGINT AS unchanged,
           coalesce(a.refused, 0)::BIGINT AS refused,
           coalesce(a.review, 0)::BIGINT AS review,
           coalesce(r.reasons, []) AS reasons,
           v.lateness_median_days, v.lateness_p90_days,
           coalesce(v.corrections, 0) AS corrections,
           coalesce(v.cancellations, 0) AS cancellations,
           coalesce(w.conflicts, 0) AS conflicts, l.last_feed_at,
           coalesce(l.synthetic, false) OR coalesce(g.synthetic, false) AS synthetic
    FROM shown AS s
    LEFT JOIN register AS g USING (dealer)
    LEFT JOIN sent AS t USING (dealer)
    LEFT JOIN rows_reported AS a USING (dealer)
    LEFT JOIN top_reasons AS r USING (dealer)
    LEFT JOIN of_sales AS v USING (dealer)
    LEFT JOIN waiting AS w USING (dealer)
    LEFT JOIN last_feeds AS l USING (dealer)
)
SELECT nullif(dealer, '') AS dealer_id, name AS dealer_name, deliveries, unreadable,
       accepted + unchanged + refused + review AS row_count,
       accepted, unchanged, refused, review,
       (accepted + unchanged) / nullif(accepted + unchanged + refused + review, 0)
           AS acceptance_rate,
       reasons, lateness_median_days, lateness_p90_days, corrections, cancellations,
       conflicts, last_feed_at, synthetic
FROM board;
