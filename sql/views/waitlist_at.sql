-- Meaning: who waits for a place or for money, and at which place in that line, as known
--   at an instant. It is worked out and not kept: each promotion moves all who wait.
-- Grain: one row a campaign and sale that waits. Macro: FROM waitlist_at(known_at).
-- Columns: campaign_id; sale_id; terms_version, the entry of the terms that it waits
--   under; waits_for, the quota or budget (with @ and the day, district or dealer where
--   each has its own), or draw; rank, from 1 in the order of the campaign's queue
--   (first report, invoice or lot), null for a draw whose seed is not revealed.
-- Units: none.
-- needs: decisions_at, campaigns_at
CREATE OR REPLACE MACRO waitlist_at(known_at) AS TABLE
WITH seeds AS (
    SELECT campaign_id, terms_version, seed FROM draw_reveals
    WHERE recorded_at <= known_at
), waiting AS (
    SELECT d.campaign_id, d.sale_id, d.terms_version, d.waits_for, d.reasons,
           c.queue, s.submitted_at, s.sold_on, s.invoice_number,
           sha256(r.seed || ':' || d.sale_id) AS lot
    FROM decisions_at(known_at) AS d
    JOIN campaigns_at(known_at) AS c ON c.campaign_id = d.campaign_id
    JOIN sale_versions AS s
      ON s.sale_id = d.sale_id AND s.version = d.sale_version
    LEFT JOIN seeds AS r
      ON r.campaign_id = d.campaign_id AND r.terms_version = d.terms_version
    WHERE d.waits_for IS NOT NULL
)
SELECT campaign_id, sale_id, terms_version, waits_for,
       CASE WHEN NOT list_contains(reasons, 'draw_pending')
            THEN row_number() OVER line END AS rank
FROM waiting
WINDOW line AS (
    PARTITION BY campaign_id, waits_for, reasons,
                 CASE WHEN lot IS NOT NULL THEN terms_version END
    ORDER BY lot NULLS LAST,
             CASE WHEN queue <> 'invoice' AND lot IS NULL
                  THEN submitted_at END NULLS LAST,
             CASE WHEN lot IS NULL THEN sold_on END NULLS LAST,
             CASE WHEN lot IS NULL THEN invoice_number END NULLS LAST,
             sale_id);
