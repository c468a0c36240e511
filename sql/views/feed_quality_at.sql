-- Meaning: how well dealers report: what became of the rows of their sales files that
--   were recorded from a day to a day (Asia/Shanghai, both included, null for no
--   bound), as known at an instant. A file that was read again, because what some rows
--   were refused for has changed, counts once, as its last reading left it.
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
--   A row that did not land is its sender's where a dealer sent the file itself, else
--   the dealer's that its own cells name, else the one dealer of whom the file tells.
-- Units: lateness in days; the rate is a share of 1.
-- needs: dealers_at, sale_conflicts_at
CREATE OR REPLACE MACRO feed_quality_at(first_day, last_day, known_at) AS TABLE
WITH files AS (
    SELECT feed_id, dealer_id, recorded_at, synthetic,
           first_value(feed_id) OVER (
               PARTITION BY sha256, profile_hash ORDER BY reading DESC) AS last_id
    FROM feeds WHERE kind = 'sales' AND recorded_at <= known_at
), counted AS (
    SELECT feed_id, dealer_id, recorded_at, synthetic FROM files
    WHERE feed_id = last_id
      AND (recorded_at + INTERVAL 8 HOURS)::DATE
          BETWEEN coalesce(first_day, DATE '-infinity')
              AND coalesce(last_day, DATE 'infinity')
), news AS (
    SELECT f.last_id AS feed_id, v.dealer_id, count(*) AS n
    FROM sale_versions AS v JOIN files AS f USING (feed_id) GROUP BY ALL
), landed AS (
    SELECT p.feed_id, p.dealer_id AS dealer, p.row_count,
           least(coalesce(n.n, 0), p.row_count) AS accepted
    FROM feed_dealers AS p SEMI JOIN counted USING (feed_id)
    LEFT JOIN news AS n ON n.feed_id = p.feed_id AND n.dealer_id = p.dealer_id
    WHERE p.row_count > 0
), lone AS (
    SELECT feed_id, min(dealer) AS dealer FROM landed
    GROUP BY feed_id HAVING count(*) = 1
), named AS (
    SELECT lower(regexp_replace(word, '[\s()（）\[\]{}<>【】〔〕《》]+', '', 'g'))
               AS word, min(dealer_id) AS dealer
    FROM (SELECT dealer_id, unnest([dealer_id, uscc, name]) AS word
          FROM dealers_at(known_at))
    WHERE word IS NOT NULL
    GROUP BY ALL HAVING min(dealer_id) = max(dealer_id)
), headed AS (
    SELECT feed_id, sheet, field,
           '/' || replace(replace(min(header), '~', '~0'), '/', '~1') AS place
    FROM feed_columns SEMI JOIN counted USING (feed_id)
    WHERE field IN ('dealer_id', 'dealer_uscc', 'dealer_name')
    GROUP BY ALL
), told AS (
    SELECT r.feed_id, r.sheet, r.row_no,
           arg_min(n.dealer, ['dealer_id', 'dealer_uscc', 'dealer_name']
                             .list_position(h.field)) AS dealer
    FROM refused_rows AS r
    JOIN headed AS h ON h.feed_id = r.feed_id AND h.sheet = r.sheet
    JOIN named AS n ON n.word = lower(regexp_replace(
        json_extract_string(r.cells, h.place), '[\s()（）\[\]{}<>【】〔〕《》]+', '', 'g'))
    GROUP BY ALL
), rejected AS (
    SELECT r.feed_id, coalesce(c.dealer_id, t.dealer, l.dealer, '') AS dealer,
           r.outcome, list_distinct(r.reasons) AS reasons
    FROM refused_rows AS r JOIN counted AS c ON c.feed_id = r.feed_id
    LEFT JOIN told AS t
      ON t.feed_id = r.feed_id AND t.sheet = r.sheet AND t.row_no = r.row_no
    LEFT JOIN lone AS l ON l.feed_id = r.feed_id
), of_feeds AS (
    SELECT feed_id, dealer FROM landed UNION SELECT feed_id, dealer FROM rejected
    UNION SELECT feed_id, dealer_id FROM counted WHERE dealer_id IS NOT NULL
), rows_landed AS (
    SELECT dealer, sum(accepted) AS accepted, sum(row_count - accepted) AS unchanged
    FROM landed GROUP BY dealer
), rows_rejected AS (
    SELECT dealer, count(*) FILTER (outcome = 'refused') AS refused,
           count(*) FILTER (outcome = 'review') AS review
    FROM rejected GROUP BY dealer
), counts_of_reasons AS (
    SELECT dealer, reason, count(*) AS n
    FROM (SELECT dealer, unnest(reasons) AS reason FROM rejected) GROUP BY ALL
), top_reasons AS (
    SELECT dealer, list({'code': reason, 'rows': n} ORDER BY n DESC, reason)[:5]
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
    SELECT dealer FROM register WHERE active UNION SELECT dealer FROM rows_landed
    UNION SELECT dealer FROM rows_rejected UNION SELECT dealer FROM sent
    UNION SELECT dealer FROM of_sales UNION SELECT dealer FROM waiting
), board AS (
    SELECT s.dealer, g.name, coalesce(t.deliveries, 0) AS deliveries,
           coalesce(t.unreadable, 0) AS unreadable,
           coalesce(a.accepted, 0)::BIGINT AS accepted,
           coalesce(a.unchanged, 0)::BIGINT AS unchanged,
           coalesce(x.refused, 0) AS refused, coalesce(x.review, 0) AS review,
           coalesce(r.reasons, []) AS reasons,
           v.lateness_median_days, v.lateness_p90_days,
           coalesce(v.corrections, 0) AS corrections,
           coalesce(v.cancellations, 0) AS cancellations,
           coalesce(w.conflicts, 0) AS conflicts, l.last_feed_at,
           coalesce(l.synthetic, false) OR coalesce(g.synthetic, false) AS synthetic
    FROM shown AS s
    LEFT JOIN register AS g USING (dealer)
    LEFT JOIN sent AS t USING (dealer)
    LEFT JOIN rows_landed AS a USING (dealer)
    LEFT JOIN rows_rejected AS x USING (dealer)
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
