-- Meaning: what became of the rows of the sales files that count in sales_files_at. A
--   row that did not land is its sender's where a dealer sent the file itself, else the
--   dealer's that its own cells name, else the one dealer of whom the file tells.
-- Grain: one row a file, dealer, outcome and list of reasons.
--   Macro: FROM reported_rows_at(first_day, last_day, known_at).
-- Columns: feed_id; dealer, empty for what nobody is named in; outcome, accepted,
--   unchanged, refused or review; reasons, of rows that did not land; row_count.
-- Units: rows.
-- needs: dealers_at, sales_files_at
CREATE OR REPLACE MACRO reported_rows_at(first_day, last_day, known_at) AS TABLE
WITH files AS (
    FROM sales_files_at(first_day, last_day, known_at)
), counted AS (
    FROM files WHERE counts
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
)
SELECT feed_id, dealer, 'accepted' AS outcome, []::VARCHAR[] AS reasons,
       accepted AS row_count
FROM landed
UNION ALL
SELECT feed_id, dealer, 'unchanged', [], row_count - accepted FROM landed
UNION ALL
SELECT feed_id, dealer, outcome, reasons, count(*) FROM rejected GROUP BY ALL;
