-- Of whom a feed tells: rows that could be read and refused by nothing, by dealer.

CREATE TABLE feed_dealers (     -- accepted and unchanged rows of a feed of sales
    feed_id VARCHAR NOT NULL,
    dealer_id VARCHAR NOT NULL,
    row_count INTEGER NOT NULL,
    PRIMARY KEY (feed_id, dealer_id)
);

-- Of feeds that landed before, unchanged rows are known to be a dealer's where the feed
-- has news of no other.
INSERT INTO feed_dealers
WITH news AS (
    SELECT feed_id, dealer_id, count(*) AS n FROM sale_versions GROUP BY ALL
)
SELECT n.feed_id, n.dealer_id,
       n.n + CASE WHEN count(*) OVER (PARTITION BY n.feed_id) = 1
                  THEN f.unchanged ELSE 0 END
FROM news AS n JOIN feeds AS f USING (feed_id);
