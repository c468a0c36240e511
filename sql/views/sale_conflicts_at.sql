-- Meaning: the sales of cars that two dealers sold as new, as known at an instant: each
--   waits for a person. Sales taken back or set aside contradict nothing.
-- Grain: one row a sale in conflict. Macro: FROM sale_conflicts_at(known_at).
-- Columns: vin; sale_id; dealer_id; sold_on; others, the sale ids of the other dealers.
-- Units: none.
-- needs: sales_at
CREATE OR REPLACE MACRO sale_conflicts_at(known_at) AS TABLE
WITH live AS (
    SELECT sale_id, vin, dealer_id, sold_on FROM sales_at(known_at)
    WHERE NOT cancelled AND NOT set_aside AND vin IS NOT NULL
      AND condition IS DISTINCT FROM 'used'
), contested AS (
    FROM live SEMI JOIN (
        SELECT vin FROM live GROUP BY vin HAVING min(dealer_id) <> max(dealer_id))
    USING (vin)
)
SELECT one.vin, one.sale_id, one.dealer_id, one.sold_on,
       list(other.sale_id ORDER BY other.sold_on, other.sale_id) AS others
FROM contested AS one
JOIN contested AS other ON other.vin = one.vin AND other.dealer_id <> one.dealer_id
GROUP BY ALL;
