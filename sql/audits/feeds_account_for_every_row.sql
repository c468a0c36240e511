-- Rows that must not exist: a feed whose refused rows are not all kept.
SELECT f.feed_id, f.refused + f.review AS reported, count(r.feed_id) AS kept
FROM feeds AS f LEFT JOIN refused_rows AS r USING (feed_id)
GROUP BY ALL HAVING count(r.feed_id) <> f.refused + f.review;
